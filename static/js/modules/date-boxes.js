/** Three boxes of a day, with the browser's own picker beside them; a whole date typed or pasted into one box is spread. */
const WHOLE = /^\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?\s*$/;
const halfWidth = (text) => text.normalize("NFKC");

export default class DateBoxes {
  /** @param {HTMLElement} root  the element around the boxes */
  constructor(root) {
    this.box = Object.fromEntries(["year", "month", "day"].map((part) => [part, root.querySelector(`[name$="-${part}"]`)]));
    this.root = root;
    root.addEventListener("change", (event) => this.tidy(event.target));
    const pick = root.querySelector('[data-do="pick"]');
    if (pick && "showPicker" in HTMLInputElement.prototype) this.offer(pick);
  }

  /** What is written in the boxes as 2026-03-05, "" when they do not make a date. */
  get value() {
    const [y, m, d] = ["year", "month", "day"].map((part) => halfWidth(this.box[part].value.trim()));
    return /^\d{4}$/.test(y) && /^\d{1,2}$/.test(m) && /^\d{1,2}$/.test(d) ? `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` : "";
  }

  fill(year, month, day) {
    this.box.year.value = year;
    this.box.month.value = String(Number(month));
    this.box.day.value = String(Number(day));
    this.box.day.dispatchEvent(new Event("input", { bubbles: true }));
  }

  tidy(input) {
    if (!Object.values(this.box).includes(input)) return;
    const whole = WHOLE.exec(halfWidth(input.value));
    if (whole) this.fill(whole[1], whole[2], whole[3]);
    else if (/^[０-９]+$/.test(input.value)) input.value = halfWidth(input.value);
  }

  offer(pick) {
    const native = document.createElement("input");
    native.type = "date";
    native.tabIndex = -1;
    native.className = "date__native";
    native.setAttribute("aria-hidden", "true");
    pick.after(native);
    pick.hidden = this.box.year.readOnly;
    pick.addEventListener("click", () => {
      native.value = this.value;
      native.showPicker();
    });
    native.addEventListener("change", () => {
      if (native.value) this.fill(...native.value.split("-"));
      pick.focus();
    });
  }
}
