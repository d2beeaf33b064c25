/** The tablet in somebody else's hand: only the document and the pen, or one page to fill in; left by the volunteer's PIN alone. */
import SignaturePad from "../../vendor/signature_pad.js";
import { signerOf } from "./signatures.js";

/** Who need not sign at all: told so before the pen. Staff sign what they did. */
const CLIENTS = new Set(["client", "guardian", "family", "member", "volunteer"]);
const short = (number) => Math.round(number * 10) / 10;

export default class Handing {
  /**
   * @param {HTMLElement} screen
   * @param {{filling, words, clock, appear: () => void, back: () => void, unlock: (pin: string) => Promise<void>}} what
   *        `appear` puts this screen in front, `unlock` rejects a wrong PIN
   */
  constructor(screen, what) {
    Object.assign(this, what);
    this.screen = screen;
    this.draft = what.filling.draft;
    this.canvas = screen.querySelector("canvas");
    this.name = screen.querySelector("[name=signer_name]");
    this.stop = new AbortController();
  }

  part(name) {
    return this.screen.querySelector(`[data-hand="${name}"]`);
  }

  /** Put the document before somebody; strokes drawn before a reload are on the line again. */
  sign(pointer, role) {
    this.pointer = pointer;
    this.role = role;
    const given = this.draft.signatures[pointer] ?? {};
    this.part("free").hidden = !CLIENTS.has(role);
    this.name.value = given.signer_name ?? signerOf(this.filling.rules.data, role);
    this.screen.querySelector("[data-document]").replaceChildren(
      Object.assign(document.createElement("h1"), { textContent: this.draft.title[this.draft.language] ?? this.draft.title.zh }), ...this.filling.copy());
    this.screen.querySelector("[data-document]").lang = this.draft.language === "zh" ? "zh-CN" : this.draft.language;
    this.appear();
    this.show("sign");
    this.pad = new SignaturePad(this.canvas, { minWidth: 1.2, maxWidth: 3.2, penColor: getComputedStyle(this.canvas).color });
    for (const event of ["afterUpdateStroke", "endStroke"]) this.pad.addEventListener(event, () => this.keep());
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    this.fit(given.strokes);
    const { signal } = this.stop;
    this.name.addEventListener("input", () => this.keep(), { signal });
    this.part("without").addEventListener("click", () => this.locked(), { signal });
    this.part("clear").addEventListener("click", () => this.clear(), { signal });
    this.part("confirm").addEventListener("click", () => this.confirm(), { signal });
  }

  /** As many pixels as the screen has; what was written stays, at the same place, also after the tablet is turned. */
  fit(strokes = this.pad.toData()) {
    const ratio = Math.max(devicePixelRatio || 1, 1), width = this.canvas.offsetWidth;
    if (!width) return;
    this.canvas.width = width * ratio;
    this.canvas.height = this.canvas.offsetHeight * ratio;
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.pad.fromData(structuredClone(strokes));
  }

  keep() {
    const strokes = this.pad.toData().map(({ points }) => ({ points: points.map(({ x, y, time }) => ({ x: short(x), y: short(y), time })) }));
    this.draft.signatures[this.pointer] = {
      pointer: this.pointer, role: this.role, method: "drawn", signer_name: this.name.value.trim(), strokes, at: this.clock.iso(), confirmed: false,
    };
    this.filling.later();
  }

  clear() {
    this.pad.clear();
    this.keep();
  }

  async confirm() {
    const missing = this.name.value.trim() ? (this.pad.isEmpty() ? this.words.sign_first : "") : this.words.name_first;
    this.say(missing);
    if (missing) return;
    this.keep();
    Object.assign(this.draft.signatures[this.pointer], { confirmed: true, content: await this.filling.content() });
    this.filling.dirty = true;
    await this.filling.save();
    this.locked();
  }

  /** One page to fill in alone; the form itself stays where it is, without a way anywhere else. */
  fill(done) {
    this.draft.handed_over = true;
    done.addEventListener("click", () => this.locked(), { signal: this.stop.signal });
  }

  locked() {
    this.appear();
    this.show("locked");
    const pin = this.screen.querySelector("[name=hand_pin]"), form = pin.form;
    pin.value = "";
    pin.focus();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.open(pin);
    }, { signal: this.stop.signal });
  }

  async open(pin) {
    try {
      await this.unlock(pin.value);
    } catch (error) {
      pin.value = "";
      this.say(this.words.pinProblem(error));
      return;
    }
    this.end();
  }

  async end() {
    this.stop.abort();
    this.pad?.off();
    this.draft.handed = null;
    this.filling.dirty = true;
    await this.filling.save();
    this.back();
  }

  show(part) {
    for (const each of this.screen.querySelectorAll("[data-hand-part]")) each.hidden = each.dataset.handPart !== part;
    this.say("");
    scrollTo(0, 0);
  }

  say(sentence) {
    const line = this.screen.querySelector("[data-hand-part]:not([hidden]) [data-hand-problem]");
    line.hidden = !sentence;
    line.textContent = sentence;
  }
}
