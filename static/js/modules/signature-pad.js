import SignaturePad from "../../vendor/signature_pad.js";

/** The place to sign: keeps strokes, not a picture, and refuses to send an empty line. */
export default class Pad {
  /** @param {HTMLElement} root holds a canvas, a hidden input `strokes`, a clear button and a place for a message */
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.input = root.querySelector("input[name=strokes]");
    this.message = root.querySelector(".pad__empty");
    const ink = getComputedStyle(this.canvas).color;
    this.pad = new SignaturePad(this.canvas, { minWidth: 1.2, maxWidth: 3.2, penColor: ink });
    this.pad.addEventListener("endStroke", () => this.keep());
    root.querySelector("[data-do=clear]").addEventListener("click", () => this.clear());
    root.closest("form").addEventListener("submit", (event) => this.check(event));
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    this.fit();
  }

  /** Give the canvas as many pixels as the screen has, and draw again what was written. */
  fit() {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    const strokes = this.pad.toData();
    this.canvas.width = this.canvas.offsetWidth * ratio;
    this.canvas.height = this.canvas.offsetHeight * ratio;
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.pad.fromData(strokes);
  }

  /** Put the strokes into the form, rounded: a tenth of a pixel is finer than any pen. */
  keep() {
    const short = (number) => Math.round(number * 10) / 10;
    const strokes = this.pad.toData().map(({ points }) => ({
      points: points.map(({ x, y, time }) => ({ x: short(x), y: short(y), time })),
    }));
    this.input.value = strokes.length ? JSON.stringify(strokes) : "";
    this.message.hidden = true;
  }

  /** Begin again on an empty line. */
  clear() {
    this.pad.clear();
    this.keep();
  }

  /** Say so instead of sending nothing. */
  check(event) {
    if (this.input.value) return;
    event.preventDefault();
    this.message.textContent = this.root.dataset.empty;
    this.message.hidden = false;
    this.canvas.focus();
  }
}
