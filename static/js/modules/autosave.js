/** Silent saving: what is typed is on the server a moment later, the line below says so, and a second editor is never run over. */
const QUIET = 900;
const AGAIN = 5000;
const PATIENCE = 8000;

export default class Autosave {
  /** @param {HTMLElement} dock  carries data-form (id), data-address, data-saving and data-failed; holds [data-saved] */
  constructor(dock) {
    this.dock = dock;
    this.form = document.getElementById(dock.dataset.form);
    this.line = dock.querySelector("[data-saved]");
    this.version = document.querySelector(`[form="${dock.dataset.form}"][name="_record_version"], #${dock.dataset.form} [name="_record_version"]`);
    this.form.addEventListener("input", () => this.later(QUIET));
    this.form.addEventListener("change", () => this.later(QUIET));
    this.form.addEventListener("submit", (event) => this.sending(event));
    addEventListener("online", () => this.dirty && this.later(0));
    addEventListener("pagehide", () => this.leave());
  }

  later(wait) {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** A form sent while it is being saved would not know the version that is about to be: it would quarrel with itself. */
  sending(event) {
    this.stop();
    if (!this.busy || this.waits) return;
    event.preventDefault();
    this.waits = true;
    const { submitter } = event;
    const send = () => this.form.requestSubmit(submitter);
    this.saving.then(send, send);
  }

  stop() {
    clearTimeout(this.timer);
    this.dirty = false;
  }

  /** Files wait for the button: a photo is not sent again with every key. */
  body() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.delete("_do");
    return body;
  }

  save() {
    if (this.busy) return this.later(QUIET);
    this.busy = true;
    this.dirty = false;
    this.say(this.dock.dataset.saving);
    this.saving = this.put().finally(() => { this.busy = false; });
    return undefined;
  }

  async put() {
    try {
      const answer = await fetch(this.dock.dataset.address, {
        method: "PUT", body: this.body(), signal: AbortSignal.timeout(PATIENCE),
        headers: { Accept: "application/json", "X-CSRFToken": this.form.elements.csrf_token.value },
      });
      await this.heard(answer);
    } catch {
      this.failed();
    }
  }

  async heard(answer) {
    if (answer.status === 409) return this.waits || this.form.requestSubmit(); // The server shows both people's answers to choose from.
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) return this.failed();
    const { version, saved, merged } = await answer.json();
    if (version) this.version.value = version;
    this.say(saved);
    // Somebody else's answers came in beside ours: show them by opening the page anew once nothing is unsaved here.
    if (merged?.length && !this.dirty && !this.waits) location.reload();
    return undefined;
  }

  failed() {
    this.say(this.dock.dataset.failed);
    if (!this.waits) this.later(AGAIN);
  }

  /** Closing the page sends what the last second brought. */
  leave() {
    if (!this.dirty || this.busy) return;
    this.stop();
    fetch(this.dock.dataset.address, {
      method: "PUT", body: this.body(), keepalive: true, headers: { "X-CSRFToken": this.form.elements.csrf_token.value },
    });
  }

  say(words) {
    if (words && this.line) this.line.textContent = words;
  }
}
