/** The mark under a value that came from elsewhere: keep it, or go and change it; it leaves when the value is touched. */
export default class Prefill {
  /** @param {HTMLElement} mark  carries data-for, the name of its field */
  constructor(mark) {
    this.mark = mark;
    const field = mark.closest(".field") ?? mark.parentElement;
    const control = field.querySelector("input:not([type=hidden]):not([readonly]), textarea, select");
    for (const button of mark.querySelectorAll("[data-do]")) button.hidden = !control;
    mark.addEventListener("click", (event) => {
      const wish = event.target.closest("[data-do]")?.dataset.do;
      if (wish === "keep") this.done();
      if (wish === "change" && control) {
        control.focus();
        control.select?.();
      }
    });
    field.addEventListener("input", () => mark.remove(), { once: true });
  }

  done() {
    for (const button of this.mark.querySelectorAll("[data-do]")) button.remove();
  }
}
