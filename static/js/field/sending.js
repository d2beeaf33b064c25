/** When to send: now, when the network comes back, when a pause is over; and the screen of what waits. */
import { room, SCARCE } from "./store.js";
import { reasonFor } from "./asking.js";
import { showOutbox } from "./lists.js";
import { say, worded } from "./words.js";

const OFTEN = 60_000;

export default class Sending {
  constructor(app) {
    this.app = app;
    this.screen = app.screens.outbox;
    this.screen.querySelector('[data-do="send"]').addEventListener("click", () => this.send({ eager: true, loud: true }));
    this.screen.querySelector('[data-do="export"]').addEventListener("click", () => this.save());
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("caseforms-outbox") : undefined;
    this.channel?.addEventListener("message", () => this.changed());
  }

  begin() {
    addEventListener("online", () => this.send({ eager: true }));
    setInterval(() => this.send(), OFTEN);
    this.send({ eager: true });
    this.watch();
  }

  async send({ eager = false, loud = false } = {}) {
    const road = await this.app.tablet.send({ eager });
    this.channel?.postMessage("changed");
    await this.changed();
    if (road === "unknown_tablet" || (loud && road)) this.app.notice(road);
    else if (loud) this.app.notice("");
    if (this.app.vault) this.obey();
  }

  /** Locked from afar: closed at once, drafts kept. Expired: what it knew of cases goes; a form that is open may be finished. */
  obey() {
    const { locked, expired } = this.app.tablet.device ?? {};
    if (locked || (expired && this.app.bundle?.cases.length && !this.app.working?.busy)) this.app.close();
  }

  /** Say honestly when space runs out, before it has. */
  async watch() {
    const { lasting, left } = await room();
    if (left && left < SCARCE) this.app.notice("nearly_full");
    else if (!lasting && (await this.app.tablet.outbox.waiting()).length) this.app.notice("not_lasting");
  }

  async changed() {
    await this.count();
    if (!this.screen.hidden) await this.show();
  }

  async count() {
    const { tablet, person } = this.app, tabs = this.app.tabs;
    const waiting = await tablet.outbox.waiting();
    tabs.querySelector('[data-count="outbox"]').textContent = waiting.length || "";
    const drafts = person ? await tablet.db.countFromIndex("drafts", "person", person.id) : 0;
    tabs.querySelector('[data-count="drafts"]').textContent = drafts || "";
  }

  /** Each volunteer sees what she finished; that others have something waiting is a number without names. */
  async show() {
    const entries = await this.app.tablet.outbox.entries(), own = entries.filter(({ person }) => person === this.app.person?.id);
    const waiting = entries.filter(({ state }) => state === "waiting").length;
    const titles = new Map((this.app.bundle?.forms ?? []).map((form) => [form.id, worded(form.title)]));
    showOutbox(this.screen.querySelector("[data-outbox]"), own, titles, {
      retry: (entry) => this.again(entry), discard: (entry) => this.discard(entry),
    });
    this.screen.querySelector("[data-outbox]").hidden = !own.length;
    this.screen.querySelector("[data-none]").hidden = own.length > 0;
    this.screen.querySelector("[data-outbox-words]").textContent = waiting ? say("outbox_waiting", { count: waiting }) : say("outbox_empty");
    this.screen.querySelector('[data-do="export"]').hidden = !entries.some(({ envelope }) => envelope);
  }

  async again(entry) {
    await this.app.tablet.outbox.retry(entry);
    await this.send({ eager: true, loud: true });
  }

  async discard(entry) {
    const reason = await reasonFor("discard_sealed");
    if (!reason) return;
    await this.app.tablet.outbox.discard(entry, reason);
    await this.changed();
  }

  /** The sealed queue for a stick or a cable: the station reads it, nobody on the way does. */
  async save() {
    const { outbox, device, clock } = this.app.tablet, day = clock.wall("Asia/Shanghai").now.replaceAll(/[:T]/g, "-");
    for (const [number, text] of (await outbox.exported(device)).entries()) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
      link.download = `caseforms-${day}-${number + 1}.jsonl`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), OFTEN);
    }
  }
}
