/** Reads a document aloud with the device's own voice; the button appears only where there is one. */
export default class ReadAloud {
  /** @param {HTMLButtonElement} button */
  constructor(button) {
    if (!("speechSynthesis" in window)) return;
    this.document = document.getElementById(button.dataset.for);
    button.hidden = false;
    button.addEventListener("click", () => this.toggle());
    window.addEventListener("pagehide", () => speechSynthesis.cancel());
  }

  /** Start, or stop when it is reading. */
  toggle() {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    for (const article of this.document.querySelectorAll("article")) {
      for (const block of article.querySelectorAll("h1, h2, h3, p, li, dt, dd")) {
        const words = new SpeechSynthesisUtterance(block.textContent.trim());
        words.lang = article.lang || document.documentElement.lang;
        if (words.text) speechSynthesis.speak(words);
      }
    }
  }
}
