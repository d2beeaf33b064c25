/** A menu of the bar: closes on Escape, on a press elsewhere, and when another one opens. */
export default class Menu {
  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.details = details;
    document.addEventListener("pointerdown", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    // Leaving by keyboard closes it too, so that an open sheet never hides what is focused next.
    details.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
    });
  }

  /** Close and put the focus back where it came from. */
  close() {
    this.details.open = false;
    this.details.querySelector("summary").focus();
  }
}
