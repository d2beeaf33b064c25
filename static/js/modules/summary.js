/** The error summary takes the focus when the page opens, so that a screen reader begins with what is to be mended. */
export default class Summary {
  /** @param {HTMLElement} summary */
  constructor(summary) {
    summary.focus();
  }
}
