/** Asks now and then whether a colleague has changed the same form, and puts it on the page. */
const EVERY = 12_000;

export class Colleagues {
  constructor(designer) {
    this.designer = designer;
    setInterval(() => this.ask(), EVERY);
    document.addEventListener("visibilitychange", () => this.ask());
  }

  async ask() {
    const { designer } = this, { outbox } = designer;
    if (document.hidden || outbox.busy || outbox.waiting.length) return;
    const seen = designer.head;
    const about = new URLSearchParams({ seen, item: designer.chosen, show: designer.root.dataset.show });
    const answer = await fetch(`${designer.address}/since?${about}`, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (answer?.pieces && designer.head === seen && !outbox.busy) designer.take(answer, designer.panel.contains(document.activeElement));
  }
}
