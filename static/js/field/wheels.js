/** Three wheels for a day, of the sun's calendar or of 农历: a birthday that is known by the moon becomes a date. */
import { lunarOf, monthsOf, solarOf } from "./lunar.js";
import { say } from "./words.js";

const EARLIEST = 1901;
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const two = (n) => String(n).padStart(2, "0");

export default class Wheels {
  /** A button beside every day of a form; the boxes stay for whoever types. */
  static offer(form) {
    const blank = document.getElementById("wheel-button");
    form.addEventListener("click", (event) => {
      const button = event.target.closest('[data-do="wheels"]');
      if (button) new Wheels(document.querySelector("[data-wheels]"), button.closest(".date")).open();
    });
    const offer = (root) => {
      for (const day of root.querySelectorAll(".date:not(:has([data-do=wheels])):not(:has([readonly]))")) day.append(blank.content.firstElementChild.cloneNode(true));
    };
    offer(form);
    form.addEventListener("rows:added", ({ detail: { row } }) => offer(row));
  }

  constructor(dialog, day) {
    this.dialog = dialog;
    this.boxes = Object.fromEntries(["year", "month", "day"].map((part) => [part, day.querySelector(`[name$="-${part}"]`)]));
    [this.year, this.month, this.day] = ["year", "month", "day"].map((name) => dialog.querySelector(`[name=${name}]`));
  }

  get lunar() {
    return this.dialog.querySelector("[name=calendar]:checked").value === "lunar";
  }

  open() {
    const [year, month, day] = ["year", "month", "day"].map((part) => Number(this.boxes[part].value));
    const known = year && month && day ? `${year}-${two(month)}-${two(day)}` : "1965-06-15";
    this.chosen = Number.isNaN(Date.parse(known)) ? "1965-06-15" : known;
    this.fill();
    this.dialog.onchange = (event) => (event.target.name === "calendar" ? this.fill() : this.turned(event.target));
    this.dialog.onclose = () => this.dialog.returnValue === "take" && this.take();
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  /** The wheels stand on the chosen day, in the calendar that is shown. */
  fill() {
    const last = new Date().getFullYear() + 1;
    const at = this.lunar ? lunarOf(this.chosen) : null, [year, month, day] = this.chosen.split("-").map(Number);
    list(this.year, range(EARLIEST, last).map((each) => [each, each]), at?.year ?? year);
    this.fillMonths(at ? this.monthIndex(at) : month - 1);
    this.fillDays(at?.day ?? day);
    this.say();
  }

  monthIndex({ year, month, leap }) {
    return monthsOf(year).findIndex((each) => each.month === month && each.leap === leap);
  }

  fillMonths(index) {
    const year = Number(this.year.value);
    this.months = this.lunar ? monthsOf(year) : range(1, 12).map((month) => ({
      month, leap: false, first: `${year}-${two(month)}-01`, days: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    }));
    const words = ({ month, leap }) => (this.lunar ? say(leap ? "leap_month" : "lunar_month", { number: month }) : month);
    list(this.month, this.months.map((each, i) => [i, words(each)]), Math.max(0, Math.min(index, this.months.length - 1)));
  }

  fillDays(day) {
    const { days } = this.months[Number(this.month.value)];
    list(this.day, range(1, days).map((each) => [each, each]), Math.min(day, days));
  }

  turned(wheel) {
    const day = Number(this.day.value);
    if (wheel === this.year) this.fillMonths(Number(this.month.value));
    if (wheel !== this.day) this.fillDays(day);
    this.chosen = solarOf(this.months[Number(this.month.value)], Number(this.day.value));
    this.say();
  }

  say() {
    const { month, leap, day, year } = lunarOf(this.chosen);
    const words = { solar: this.chosen, year, month: say(leap ? "leap_month" : "lunar_month", { number: month }), day };
    this.dialog.querySelector("[data-both]").textContent = say("both_calendars", words);
  }

  take() {
    const [year, month, day] = this.chosen.split("-").map(Number);
    Object.entries({ year, month, day }).forEach(([part, value]) => { this.boxes[part].value = String(value); });
    for (const type of ["input", "change"]) this.boxes.day.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

function list(wheel, options, chosen) {
  wheel.replaceChildren(...options.map(([value, words]) => Object.assign(document.createElement("option"), { value: String(value), textContent: String(words) })));
  wheel.value = String(chosen);
  wheel.selectedOptions[0]?.scrollIntoView({ block: "center" });
}
