/** Forms of the panel that save themselves: what is typed after a pause, what is picked at once. */
const PAUSE = 700, PICKING = 350;

export class Typing {
  constructor(designer) {
    this.designer = designer;
    this.timers = new Map();
    designer.panel.addEventListener("input", (event) => this.typed(event));
    designer.panel.addEventListener("change", (event) => this.changed(event));
    designer.panel.addEventListener("focusout", (event) => this.left(event));
  }

  typed({ target }) {
    const form = target.closest("form[data-autosave]");
    if (!form || !target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
    this.forget(form);
    this.timers.set(form, setTimeout(() => this.send(form, true), PAUSE));
  }

  changed({ target }) {
    const form = target.closest("form[data-autosave]");
    if (!form || !target.matches("select, input[type=radio], input[type=checkbox]")) return;
    this.forget(form);
    // Arrow keys walk through a closed list, a change at every step: only where they come to rest counts.
    if (target.matches("select")) this.timers.set(form, setTimeout(() => this.send(form, false), PICKING));
    else this.send(form, false);
  }

  /** Whoever leaves a control does not wait for the pause. */
  left({ target }) {
    const form = target.closest?.("form[data-autosave]");
    if (form && this.timers.has(form)) {
      this.forget(form);
      this.send(form, !target.matches("select"));
    }
  }

  forget(form) {
    clearTimeout(this.timers.get(form));
    this.timers.delete(form);
  }

  send(form, typed) {
    this.timers.delete(form);
    this.designer.outbox.send(form.action, new FormData(form), { form, typed });
  }
}
