/** The print button: shown only where scripts run, since without them it would do nothing. */
export default class Print {
  /** @param {HTMLButtonElement} button */
  constructor(button) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
