/** What is to be sent, one after the other; without a connection it waits in the page and goes out as soon as there is one. */
const PAUSE = 3000;

export class Outbox {
  constructor(designer) {
    this.designer = designer;
    this.waiting = [];
    this.busy = false;
    addEventListener("online", () => this.go());
    addEventListener("beforeunload", (event) => { if (this.waiting.length) event.preventDefault(); });
  }

  /** @param {{form?: HTMLFormElement, typed?: boolean}} about  the form it comes from; what was typed in one form replaces what it has waiting */
  send(address, body, { form, typed = false }) {
    body.set("key", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
    if (typed) this.waiting = this.waiting.filter((each, at) => (at === 0 && this.busy) || each.form !== form || !each.typed);
    this.waiting.push({ address, body, form, typed });
    this.count();
    this.go();
  }

  /** How much is still to be sent stands on the page. */
  count() {
    this.designer.root.dataset.waiting = this.waiting.length;
  }

  async go() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.waiting.length) {
        const sent = await this.attempt(this.waiting[0]);
        if (!sent) return;
        this.waiting.shift();
        this.count();
      }
    } finally {
      this.busy = false;
    }
  }

  /** Whether the step has arrived, or been refused for good. */
  async attempt({ address, body, form, typed }) {
    const { designer } = this, { saving, unsent, failed } = designer.root.dataset;
    body.set("seen", designer.head);
    body.set("chosen", designer.chosen);
    body.set("show", designer.root.dataset.show);
    const typing = typed && !!form?.isConnected && form.contains(document.activeElement);
    if (typing) body.set("typing", "1");
    else body.delete("typing");
    const slow = setTimeout(() => designer.saving(saving), 400);
    let response;
    try {
      response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      designer.saving(unsent, true);
      setTimeout(() => this.go(), PAUSE);
      return false;
    } finally {
      clearTimeout(slow);
    }
    if (response.status >= 502) {
      designer.saving(unsent, true);
      setTimeout(() => this.go(), PAUSE);
      return false;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) {
      designer.take(answer, typing || designer.typing.timers.has(form)); // who goes on picking keeps the list in hand
    } else {
      designer.refuse(answer.refused ?? answer.reasons?.concat() ?? [failed]);
      designer.saving("");
    }
    return true;
  }
}
