/** The display choices: take effect at once and are kept quietly; the button is only for pages without scripts. */
export default class Display {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    form.querySelector("[data-display-apply]").hidden = true;
    form.addEventListener("change", () => this.apply());
  }

  /** Show the choices on this page and keep them on the server. */
  apply() {
    const chosen = new FormData(this.form);
    for (const name of ["theme", "text", "contrast"]) {
      const value = chosen.get(name);
      if (value) document.documentElement.dataset[name] = value;
      else delete document.documentElement.dataset[name];
    }
    fetch(this.form.action, { method: "POST", body: chosen, headers: { Accept: "application/json" } });
  }
}
