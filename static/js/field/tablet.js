/** This tablet: its store, its clock, what the institution knows of it, and the road to the server. */
import { expire, forget } from "./bundle.js";
import Clock from "./clock.js";
import Outbox from "./outbox.js";
import { all } from "./people.js";
import { ask, Away, Refusal } from "./server.js";
import { open, room } from "./store.js";

/** As the server names the release that a file was fetched from: it stands in the file's own address. */
const VERSION = new URL(import.meta.url).pathname.split("/")[2];

export default class Tablet {
  /** @param {() => void} leaving  another tab brings a newer store: this one must let go */
  static async opened(leaving) {
    const db = await open(leaving);
    return new Tablet(db, await db.get("tablet", "device"), new Clock(await db.get("tablet", "offset")));
  }

  constructor(db, device, clock) {
    Object.assign(this, { db, device, clock });
    this.ask = ask;
    this.outbox = new Outbox(db, ask, () => this.device.token);
  }

  async enrol(token, name) {
    const told = await ask("/api/field/enrol", { method: "POST", json: { token, name } });
    await this.keepOffset(told.server_time);
    await this.keepDevice({ id: told.device_id, token: told.device_token, name, institution: told.institution, key: told.public_key, locked: false });
  }

  async keepDevice(device) {
    this.device = device;
    await this.db.put("tablet", device, "device");
  }

  async keepOffset(serverTime) {
    await this.db.put("tablet", this.clock.heard(serverTime), "offset");
  }

  people() {
    return all(this.db);
  }

  /** Tell the institution how many records wait here, and hear whether this tablet is still welcome. */
  async report() {
    if (!this.device) return;
    const [waiting, drafts, { left }] = await Promise.all([this.outbox.waiting(), this.db.count("drafts"), room()]);
    const told = await ask("/api/field/state", {
      method: "POST", token: this.device.token, json: { waiting: waiting.length, drafts, version: VERSION, storage: Math.round(left), clock_offset_ms: this.clock.offset },
    });
    await this.keepOffset(told.server_time);
    if (told.expired) for (const { id } of await this.people()) await forget(this.db, id);
    const { name = this.device.name, locked, expired } = told;
    await this.keepDevice({ ...this.device, name, locked: Boolean(locked), expired: Boolean(expired) });
  }

  /**
   * Send what waits, then report; one tab or worker at a time, the others let it be.
   * @returns {Promise<""|"away"|"foreign"|"unknown_tablet">}  what stands in the way
   */
  async send({ eager = false } = {}) {
    if (!this.device) return "";
    await expire(this.db, this.clock);
    await this.outbox.tidy();
    const road = await this.alone(async () => {
      const { reached, refused } = await this.outbox.send({ eager });
      return refused ? "unknown_tablet" : reached ? "" : "away";
    });
    if (road) return road;
    try {
      await this.report();
    } catch (error) {
      if (error instanceof Away) return error.foreign ? "foreign" : "away";
      if (error instanceof Refusal) return "unknown_tablet";
      throw error;
    }
    return "";
  }

  alone(act) {
    if (!navigator.locks) return act();
    return navigator.locks.request("caseforms-outbox", { ifAvailable: true }, (lock) => (lock ? act() : ""));
  }
}
