/** One form on the tablet: drawn as the server drew it, following its rules, saved with every stroke, finished into the seal. */
import { finished } from "../engine/checking.js";
import { start } from "../starting.js";
import { sha256, utf8 } from "./bytes.js";
import { put, take } from "./controls.js";
import { copyOf } from "./copy.js";
import Parts from "./parts.js";
import Photos from "./photos.js";

/** Short enough that nothing is lost with a battery, long enough that a fast typist is not slowed. */
const QUIET = 150;
const CHOICE = { radio: true, checkbox: true };

export default class Filling {
  /**
   * @param {HTMLElement} screen  the screen of a form
   * @param {{form, draft, desk, clock, words, zone}} what  `form` as the bundle brought it
   */
  constructor(screen, what) {
    Object.assign(this, what);
    this.screen = screen;
    this.place = screen.querySelector("[data-form-here]");
    this.line = document.querySelector("[data-dock] [data-saved]");
    this.wrong = screen.querySelector("[data-wrong]");
  }

  async open() {
    const language = this.draft.language;
    this.place.innerHTML = this.form.html[language] ?? this.form.html.zh;
    this.place.lang = language === "zh" ? "zh-CN" : language;
    this.element = this.place.querySelector("form");
    this.prepare();
    const made = await start(this.place);
    [this.rules] = made.get("form");
    this.parts = new Parts(this.element, {
      title: this.screen.querySelector("[data-part-title]"), steps: this.screen.querySelector("[data-part-steps]"), place: this.words.part_of,
    });
    this.photos = new Photos(this.element, this.desk, this.draft, {
      shown: document.getElementById("kept-file"), papers: this.screen.querySelector("[data-papers-part]"), words: this.words, refused: (sentence) => this.say(sentence, true),
    });
    this.sign();
    put(this.element, this.draft.texts);
    await this.photos.show();
    this.rules.settle();
    this.parts.go(this.draft.part);
    this.listen();
    this.saved();
  }

  /** What only a page on the line needs goes; the form learns today's day and what it was given. */
  prepare() {
    for (const element of this.element.querySelectorAll("noscript, .only-tablet, .toc, input[name=csrf_token]")) element.remove();
    for (const page of this.element.querySelectorAll(".is-other-page")) page.classList.remove("is-other-page");
    this.element.action = "#";
    this.element.autocomplete = "off"; // Else the browser keeps what was typed in places of its own, in clear.
    for (const control of this.numbered()) Object.assign(control, { readOnly: true, placeholder: this.words.given_later });
    const block = this.element.querySelector("[data-form]"), known = JSON.parse(block.textContent);
    known.context = { ...known.context, ...this.clock.wall(this.zone) };
    known.given = { ...known.given, ...this.draft.given };
    block.textContent = JSON.stringify(known);
  }

  /** Numbers that the institution gives: a tablet cannot know the next one. */
  numbered() {
    return Object.entries(this.form.definition.schema.properties ?? {}).filter(([, { "x-prefill": source }]) => String(source).startsWith("auto:"))
      .map(([name]) => this.element.elements[name]).filter(Boolean);
  }

  listen() {
    this.element.addEventListener("input", () => this.later());
    this.element.addEventListener("change", () => this.later());
    this.element.addEventListener("parts:shown", () => this.later());
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("rows:added", ({ detail: { row } }) => start(row));
    this.leaving = () => document.visibilityState === "hidden" && this.save();
    document.addEventListener("visibilitychange", this.leaving);
  }

  /** The signature lines become places to sign at. */
  sign() {
    const blank = document.getElementById("sign-here");
    for (const { pointer } of this.form.signatures) {
      const field = this.element.querySelector(`.field--signature[data-pointer="${CSS.escape(pointer)}"]`);
      if (!field) continue;
      const tools = blank.content.firstElementChild.cloneNode(true);
      tools.querySelector("button").dataset.sign = pointer;
      field.append(tools);
    }
    this.showSignatures();
  }

  showSignatures() {
    for (const button of this.element.querySelectorAll("[data-sign]")) {
      const given = this.draft.signatures[button.dataset.sign], done = Boolean(given?.confirmed);
      button.closest(".field--signature").classList.toggle("is-given", done);
      button.nextElementSibling.textContent = done ? this.words.signed_by.replace("{name}", given.signer_name) : given?.fallen ? this.words.fallen : "";
    }
  }

  /** What a signature is given on. */
  content() {
    return sha256(utf8(JSON.stringify(this.rules.data)));
  }

  /** A signature holds for the answers it was given on: when one of them changes it falls away, visibly. */
  async holdSignatures() {
    const given = Object.values(this.draft.signatures).filter(({ confirmed }) => confirmed), content = given.length && await this.content();
    const fallen = given.filter((each) => each.content !== content);
    for (const each of fallen) Object.assign(each, { confirmed: false, fallen: true, strokes: [] });
    if (fallen.length) this.showSignatures();
  }

  // Keeping

  later() {
    this.dirty = true;
    this.timer ??= setTimeout(() => this.save(), QUIET);
  }

  /** One save at a time; what comes meanwhile is saved right after. */
  save() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.dirty || this.closed) return this.saving ?? Promise.resolve();
    if (this.saving) return this.saving.then(() => this.save());
    this.dirty = false;
    this.draft.texts = take(this.element);
    this.draft.part = this.parts.number;
    this.saving = this.holdSignatures().then(() => this.desk.keep(this.draft)).then(() => this.saved(), (error) => this.failed(error)).finally(() => { this.saving = undefined; });
    return this.saving;
  }

  saved() {
    this.say(this.words.saved.replace("{time}", this.clock.wall(this.zone).now.slice(11)));
  }

  failed(error) {
    this.dirty = true;
    this.say(error.name === "QuotaExceededError" ? this.words.full : this.words.not_saved, true);
    this.timer ??= setTimeout(() => this.save(), 20 * QUIET);
  }

  say(sentence, loud = false) {
    this.line.textContent = sentence;
    this.line.closest(".saved").classList.toggle("is-shall", loud);
  }

  // Finishing

  /** What is wrong with the questions that this person was asked, and whether it may still be handed in for others to complete. */
  check() {
    const { data, problems } = finished(this.rules.known, this.rules.where, this.rules.read(), this.rules.context);
    const mine = problems.filter(({ pointer, severity }) => severity !== "warning" && this.control(pointer));
    this.checked = { data, incomplete: mine.length > 0 };
    this.show(mine);
    return { missing: mine.length, false: mine.some(({ code }) => code !== "required" && code !== "minItems") };
  }

  control(pointer) {
    const field = this.element.querySelector(`[data-pointer="${CSS.escape(pointer)}"]`);
    return field?.closest("[hidden]") ? null : field?.querySelector("input:not([type=hidden], [readonly]), textarea, select");
  }

  show(problems) {
    this.wrong.hidden = !problems.length;
    const list = this.wrong.querySelector("ul"), seen = new Set();
    list.replaceChildren();
    for (const { pointer, code } of problems) {
      if (seen.has(pointer)) continue;
      seen.add(pointer);
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--plain", textContent: this.sentence(pointer, code) });
      button.addEventListener("click", () => this.mend(pointer));
      list.append(document.createElement("li"));
      list.lastElementChild.append(button);
    }
    if (problems.length) this.wrong.focus();
  }

  sentence(pointer, code) {
    const label = this.rules.known.labels[pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*")] ?? this.rules.known.labels[pointer] ?? "";
    const words = this.rules.sentence(pointer, code.startsWith("check.") ? code : `error.${code}`);
    return label ? this.words.about_field.replace("{label}", label.trim()).replace("{sentence}", words) : words;
  }

  mend(pointer) {
    const control = this.control(pointer);
    this.parts.goTo(control);
    control.focus();
    if (!CHOICE[control.type]) control.select?.();
  }

  copy() {
    return copyOf(this.element, { blank: this.words.not_filled });
  }

  /** Seal it; afterwards nobody can read it here. */
  async finish(institution) {
    await this.save();
    this.closed = true; // A stroke saved from here on would bring the draft back.
    const { data, incomplete } = this.checked;
    const signatures = Object.values(this.draft.signatures).filter((each) => each.confirmed).map(({ confirmed, content, fallen, ...given }) => given);
    try {
      await this.desk.finish(this.draft, { data, incomplete, signatures, attachments: this.files(data) }, institution);
    } catch (error) {
      this.closed = false;
      throw error;
    }
    this.close();
  }

  files(data) {
    return [...Photos.within(data), ...this.draft.papers.map((paper) => ({ ...paper, pointer: "" }))];
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.leaving);
    this.place.replaceChildren();
    this.wrong.hidden = true;
  }
}
