/** The screen of one form: its dock, one person after the other in a list, handing the tablet over, finishing. */
// Named here so that they are at hand before the first form is: a drawn form asks for them by name.
import "../modules/address.js";
import "../modules/date-boxes.js";
import "../modules/form.js";
import "../modules/prefill.js";
import "../modules/rows.js";
import { prefilled } from "./beginning.js";
import * as bundles from "./bundle.js";
import Filling from "./filling.js";
import { hold, mine } from "./offline.js";
import People from "./people-rows.js";
import Wheels from "./wheels.js";
import { pinProblem, say, table, worded } from "./words.js";

export default class Working {
  /** @param {object} app  whose desk, bundle, tablet and screens are used; told when the form is left */
  constructor(app) {
    this.app = app;
    this.screen = app.screens.form;
    this.dock = document.querySelector("[data-dock]");
    this.hand = app.screens.handed;
    this.dock.addEventListener("click", (event) => this.pressed(event));
    this.screen.addEventListener("click", (event) => this.pressed(event));
  }

  get busy() {
    return Boolean(this.filling);
  }

  /**
   * Begin a form: what is known of the case stands in it already, the least that it needs, as the bundle brought it.
   * @param form  a line of the bundle  @param [about]  the case  @param [offered]  the form's place in it
   * @param {{texts?: object, event?: object}} [more]  what somebody has told before
   */
  async begin(form, about, offered = {}, more = {}) {
    const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en", { tablet, vault, desk } = this.app;
    const whole = await bundles.form(tablet.db, vault, form.key), { today } = tablet.clock.wall("Asia/Shanghai");
    const { texts, given } = prefilled(whole, offered.prefill, today);
    const begun = { language, about, slot: offered.slot, given, event: more.event, texts: { ...texts, ...more.texts } };
    const draft = desk.blank(form, begun);
    await Promise.all([desk.keep(draft), this.open(draft, whole)]);
  }

  /** @param {object} [form]  when it is at hand already */
  async open(draft, form) {
    this.release = await mine(draft.id);
    if (!this.release) return this.app.notice("open_elsewhere");
    this.letUpdate = hold();
    form ??= await bundles.form(this.app.tablet.db, this.app.vault, draft.form);
    this.screen.querySelector("#form-title").textContent = worded(draft.title);
    this.screen.querySelector("[data-about]").textContent = worded(draft.about);
    this.app.show("form");
    this.filling = new Filling(this.screen, {
      form, draft, desk: this.app.desk, clock: this.app.tablet.clock, words: table, zone: "Asia/Shanghai",
    });
    await this.filling.open();
    Wheels.offer(this.filling.element);
    this.people = People.of(this.filling, this.screen, this.app);
    this.filling.element.addEventListener("parts:shown", () => this.shown());
    this.filling.element.addEventListener("click", (event) => this.signing(event));
    this.dock.hidden = false;
    this.shown();
    return undefined;
  }

  button(name) {
    return this.dock.querySelector(`[data-do="${name}"]`) ?? this.screen.querySelector(`[data-do="${name}"]`);
  }

  shown() {
    const { parts, draft } = this.filling, handed = draft.handed?.kind === "fill";
    this.screen.querySelector("[data-part-name]").textContent = parts.here.getAttribute("aria-label") ?? parts.here.querySelector("h2")?.textContent ?? "";
    this.button("before").hidden = parts.number <= 0;
    this.button("next").hidden = parts.last;
    this.button("leave").hidden = handed;
    this.button("finish").hidden = !parts.last || handed;
    this.button("done").hidden = !parts.last || !handed;
    this.button("give").hidden = handed || this.people !== null;
    this.button("read").hidden = !("speechSynthesis" in window);
    this.people?.shown();
  }

  pressed(event) {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (!this.filling || !act) return undefined;
    const { parts } = this.filling;
    return {
      next: () => parts.go(parts.number + 1), before: () => parts.go(parts.number - 1), leave: () => this.leave("#drafts"),
      finish: () => this.finish(), incomplete: () => this.seal(), give: () => this.give(), read: () => this.read(),
    }[act]?.();
  }

  async leave(to) {
    await this.filling.save();
    this.filling.close();
    this.gone(to);
  }

  gone(to) {
    this.filling = undefined;
    this.people?.close();
    this.dock.hidden = true;
    this.release();
    this.letUpdate();
    speechSynthesis?.cancel();
    this.app.go(to);
  }

  /** Complete: sealed at once. Not complete: shown, and may be handed in for a social worker to complete. Wrong: to be mended first. */
  async finish() {
    await this.filling.save();
    const found = this.filling.check();
    if (!found.missing) return this.seal();
    this.screen.querySelector("[data-incomplete]").hidden = found.false;
    this.filling.wrong.scrollIntoView({ block: "center" });
    return undefined;
  }

  async seal() {
    const key = this.app.bundle?.public_key ?? this.app.tablet.device.key;
    if (!key) return this.app.notice("no_key");
    this.filling.check();
    try {
      await this.filling.finish(key);
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      return this.filling.say(say("full"), true);
    }
    this.app.offline.later();
    this.gone("#outbox");
    this.app.notice("finished");
    return this.app.send({ eager: true });
  }

  // In somebody else's hand

  signing(event) {
    const pointer = event.target.closest("[data-sign]")?.dataset.sign;
    if (!pointer) return;
    const { role } = this.filling.form.signatures.find((each) => each.pointer === pointer);
    this.handOver({ kind: "sign", pointer, role });
  }

  give() {
    this.handOver({ kind: "fill" });
  }

  async handOver(handed) {
    const { draft } = this.filling;
    draft.handed = handed;
    this.app.hand(true);
    const { default: Handing } = await import("./handing.js");
    const handing = new Handing(this.hand, {
      filling: this.filling, clock: this.app.tablet.clock, words: { ...table, pinProblem }, unlock: (pin) => this.app.proves(pin),
      appear: () => this.front(), back: () => this.takenBack(),
    });
    if (handed.kind === "sign") handing.sign(handed.pointer, handed.role);
    else {
      handing.fill(this.button("done"));
      this.shown();
    }
    this.filling.later();
  }

  front() {
    this.dock.hidden = true;
    this.app.show("handed");
  }

  takenBack() {
    this.app.hand(false);
    this.app.show("form");
    this.dock.hidden = false;
    this.filling.showSignatures();
    this.shown();
  }

  /** The questions of this section, in the language of the form, by the device's own voice. */
  read() {
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    const here = this.filling.parts.here;
    for (const each of here.querySelectorAll("h2, h3, .field__head > :first-child, .hint, .words, .choice > label, .error")) {
      if (each.closest("[hidden], template")) continue;
      const words = new SpeechSynthesisUtterance(each.textContent.trim());
      words.lang = this.filling.place.lang;
      if (words.text) speechSynthesis.speak(words);
    }
    return undefined;
  }
}
