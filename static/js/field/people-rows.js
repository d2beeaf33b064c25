/** A list of people filled in one after the other: at a screening, on a sign-in sheet; each may be taken on to an application. */
import { say, worded } from "./words.js";

const APPLICATION = { name: "client_name", phone: "phone", age: "age" };

export default class PeopleRows {
  /** @returns {PeopleRows|null}  for a form whose people come in a row */
  static of(filling, screen, app) {
    const rows = filling.element.querySelector('.rows[data-name="people"]');
    return rows && new PeopleRows(rows, filling, screen, app);
  }

  constructor(rows, filling, screen, app) {
    Object.assign(this, { rows, filling, app });
    this.bar = screen.querySelector("[data-people-row]");
    this.list = rows.querySelector("[data-list]");
    rows.classList.add("one-by-one");
    this.here = Math.max(0, this.list.children.length - 1);
    this.stop = new AbortController();
    this.bar.addEventListener("click", (event) => this.pressed(event.target.closest("[data-do]")?.dataset.do), { signal: this.stop.signal });
    filling.element.addEventListener("form:settled", () => this.shown());
    if (!this.list.children.length) this.add();
  }

  /** The bar outlives the form. */
  close() {
    this.stop.abort();
    this.bar.hidden = true;
  }

  get row() {
    return this.list.children[this.here];
  }

  pressed(act) {
    if (act === "row-before") this.go(this.here - 1);
    else if (act === "row-next") this.next();
    else if (act === "promote") this.promote();
  }

  next() {
    if (this.here === this.list.children.length - 1) this.add();
    else this.go(this.here + 1);
  }

  add() {
    this.rows.querySelector(':scope > [data-do="add"]').click();
    this.go(this.list.children.length - 1);
  }

  go(place) {
    this.here = Math.max(0, Math.min(place, this.list.children.length - 1));
    this.shown();
    this.row?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }

  shown() {
    const all = this.list.children.length;
    this.here = Math.min(this.here, Math.max(0, all - 1));
    [...this.list.children].forEach((row, i) => row.classList.toggle("is-other-row", i !== this.here));
    this.bar.hidden = !this.filling.parts.here.contains(this.rows);
    this.bar.querySelector("[data-row-place]").textContent = say("person_of", { number: this.here + 1, all });
    this.bar.querySelector('[data-do="row-before"]').hidden = this.here === 0;
    this.bar.querySelector('[data-do="promote"]').hidden = !this.agreed || !this.application;
  }

  get application() {
    const applications = this.app.bundle?.forms.filter(({ purpose }) => purpose === "application") ?? [];
    return applications.find(({ slot }) => slot === "intake") ?? applications[0];
  }

  /** What was answered for this person, by the names of the list. */
  get answers() {
    return this.filling.rules.read()[this.rows.dataset.name]?.[this.here] ?? {};
  }

  /** Only who agreed to be contacted is taken on (000 8.1.1 b). */
  get agreed() {
    return this.answers.agrees_contact === true;
  }

  /** The application begins with what is known; the list stays as it is, a draft, and is gone back to. */
  async promote() {
    const { answers } = this, texts = {};
    for (const [from, to] of Object.entries(APPLICATION)) if (answers[from] !== undefined) texts[to] = [String(answers[from])];
    const event = { id: this.filling.draft.id, title: worded(this.filling.draft.title) };
    await this.app.working.leave("#drafts");
    await this.app.working.begin(this.application, undefined, {}, { texts, event });
  }
}
