/** One section of a form at a time: where one is, what comes before and after, also when answers show or hide a section. */

export default class Parts {
  /** @param {HTMLFormElement} form  @param {{title: HTMLElement, steps: HTMLElement, place: string}} head  `place`: "{number} / {all}" */
  constructor(form, head) {
    this.form = form;
    this.head = head;
    this.all = [...form.querySelectorAll(".form-page .part")];
    this.here = this.all[0];
    this.shown = [];
    form.addEventListener("form:settled", () => this.settled());
  }

  /** The sections that stand, given the answers so far. */
  get standing() {
    return this.all.filter((part) => !part.hidden && !part.closest(".form-page").hidden && part.querySelector(".field, .words"));
  }

  get number() {
    return this.standing.indexOf(this.here);
  }

  get last() {
    return this.number === this.standing.length - 1;
  }

  go(number) {
    const standing = this.standing;
    this.here = standing[Math.max(0, Math.min(number, standing.length - 1))] ?? this.all[0];
    this.show();
    scrollTo(0, 0);
  }

  /** Go to where a field is. */
  goTo(element) {
    const part = element.closest(".part");
    if (part) this.go(this.standing.indexOf(part));
  }

  /** After every key: only when a section came or went is there anything to draw. */
  settled() {
    const standing = this.standing;
    if (standing.length !== this.shown.length || standing.some((part, i) => part !== this.shown[i])) this.show();
  }

  show() {
    const standing = this.shown = this.standing;
    if (!standing.includes(this.here)) this.here = standing[0] ?? this.all[0];
    for (const part of this.all) part.classList.toggle("is-other-part", part !== this.here);
    const { title, steps, place } = this.head;
    title.textContent = place.replace("{number}", this.number + 1).replace("{all}", standing.length);
    steps.replaceChildren(...standing.map((part, i) => {
      const step = document.createElement("li");
      if (i < this.number) step.className = "is-past";
      if (part === this.here) step.className = "is-now";
      return step;
    }));
    this.form.dispatchEvent(new CustomEvent("parts:shown"));
  }
}
