/** The app: which screen is in front, whose desk is open, when the tablet locks itself, what the network says. */
import { start } from "../starting.js";
import * as bundles from "./bundle.js";
import Desk from "./desk.js";
import { wear, wanted } from "./look.js";
import Lock from "./lock.js";
import Offline from "./offline.js";
import Sending from "./sending.js";
import Tablet from "./tablet.js";
import { Away } from "./server.js";
import { unlock } from "./people.js";
import { reasonFor } from "./asking.js";
import * as lists from "./lists.js";
import { clockTime, longDay, say } from "./words.js";

/** Left lying about for so long, the tablet closes itself. */
const IDLE = 5 * 60_000;
const OPEN_TO_ALL = new Set(["incident", "lock", "welcome", "locked"]);

class App {
  constructor() {
    this.screens = Object.fromEntries([...document.querySelectorAll("[data-screen]")].map((each) => [each.dataset.screen, each]));
    this.bar = document.querySelector("[data-bar]");
    this.tabs = document.querySelector("[data-tabs]");
    this.line = document.querySelector("[data-notice]");
    this.fresh = {
      today: () => this.showToday(), incident: () => this.showIncident(), drafts: () => this.showDrafts(), outbox: () => this.sending.show(),
    };
  }

  async begin() {
    if (wanted()) return;
    if (!crypto.subtle) return this.notice("no_lock");
    this.tablet = await Tablet.opened(() => location.reload());
    this.offline = new Offline(() => this.updated());
    this.sending = new Sending(this);
    this.lock = new Lock(this);
    this.listen();
    this.bar.hidden = false;
    await this.lock.front();
    this.coming = import("./working.js").then(({ default: Working }) => { this.working = new Working(this); });
    start(document); // The menus: nobody has to wait for them.
    document.documentElement.dataset.started = "";
    performance.mark("ready");
    this.offline.begin().catch((error) => console.warn("the app could not be kept on this tablet", error));
    this.sending.begin();
    return undefined;
  }

  listen() {
    addEventListener("hashchange", () => this.route());
    addEventListener("unhandledrejection", ({ reason }) => this.wentWrong(reason));
    document.addEventListener("click", (event) => this.pressed(event.target.closest("[data-do]")?.dataset.do));
    for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, () => this.awake(), { passive: true });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.late());
  }

  pressed(act) {
    return { lock: () => this.close(), refresh: () => this.refresh(), incident: () => this.incident() }[act]?.();
  }

  // Opening and closing

  /** A volunteer has opened her place. */
  async opened(person, vault) {
    Object.assign(this, { person, vault });
    this.desk = new Desk(this.tablet.db, { id: person.id, device: this.tablet.device }, vault, this.tablet.clock);
    this.bundle = await bundles.opened(this.tablet.db, person.id, vault, this.tablet.clock);
    await this.coming;
    this.tabs.hidden = false;
    this.bar.querySelector('[data-do="lock"]').hidden = false;
    this.awake();
    this.go(location.hash.length > 1 && !["#lock", "#welcome"].includes(location.hash) ? location.hash : "#today");
    this.refresh(true);
  }

  /** The PIN of whoever's desk is open, asked again before the tablet is taken back. */
  async proves(pin) {
    await unlock(this.tablet.db, this.person.id, pin);
  }

  /** A fresh page forgets key, answers and drawings for certain. */
  async close() {
    await this.working?.filling?.save();
    location.hash = "";
    location.reload();
  }

  awake() {
    clearTimeout(this.idle);
    this.touched = Date.now();
    if (this.vault) this.idle = setTimeout(() => this.close(), IDLE);
  }

  late() {
    if (this.vault && Date.now() - this.touched > IDLE) this.close();
    else this.send();
  }

  // Screens

  go(hash) {
    if (location.hash === hash) this.route();
    else location.hash = hash;
  }

  hand(handed) {
    this.handed = handed;
    this.bar.hidden = handed;
    this.notice("");
  }

  async route() {
    const name = location.hash.slice(1).split("=")[0] || "today";
    if (this.handed) return this.stay();
    if (this.tablet.device?.locked && name !== "incident") return this.show("locked");
    if (!this.vault && !OPEN_TO_ALL.has(name)) return this.lock.front();
    if (this.working?.busy && name !== "form") await this.working.leave(location.hash);
    if (name === "form" && !this.working?.busy) return this.go("#drafts");
    await this.fresh[name]?.();
    this.show(this.screens[name] ? name : "today");
    return undefined;
  }

  /** In somebody else's hand no address leads anywhere. */
  stay() {
    if (location.hash !== "#form") history.replaceState(null, "", "#form");
  }

  show(name) {
    for (const [each, screen] of Object.entries(this.screens)) screen.hidden = each !== name;
    for (const link of this.tabs.querySelectorAll("a")) {
      if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (name === "form" || name === "handed") history.replaceState(null, "", "#form");
    scrollTo(0, 0);
    this.sending.count();
  }

  showToday() {
    const { forms = [], cases = [] } = this.bundle ?? {}, screen = this.screens.today;
    const at = (name) => screen.querySelector(`[data-${name}]`), begin = (form, about, offered) => this.working.begin(form, about, offered);
    at("date").textContent = longDay(this.tablet.clock.now());
    lists.showStarts(at("starts"), forms, begin);
    lists.showCases(at("cases"), cases, forms, begin);
    at("cases").hidden = !cases.length;
    at("no-cases").hidden = cases.length > 0;
    const over = !this.bundle || this.bundle.expired;
    at("bundle-note").hidden = !over;
    at("bundle-note").querySelector("span").textContent = say(this.ended ? "ended" : "bundle_over");
  }

  showIncident() {
    const screen = this.screens.incident, open = Boolean(this.vault && this.incidentForm), duty = this.bundle?.rules?.duty_phone;
    screen.querySelector('[data-do="incident"]').hidden = !open;
    screen.querySelector("[data-incident-closed]").hidden = open;
    const line = screen.querySelector("[data-duty]");
    line.hidden = !duty;
    if (!duty) return;
    line.querySelector("a").href = `tel:${duty}`;
    line.querySelector("strong").textContent = duty;
  }

  async showDrafts() {
    const drafts = await this.desk.drafts(), screen = this.screens.drafts;
    lists.showDrafts(screen.querySelector("[data-drafts]"), drafts, {
      open: (draft) => this.working.open(draft), discard: (draft) => this.discard(draft),
    });
    screen.querySelector("[data-none]").hidden = drafts.length > 0;
    screen.querySelector("[data-drafts]").hidden = !drafts.length;
  }

  // Beginning and putting aside

  get incidentForm() {
    return this.bundle?.forms.find(({ slot, purpose }) => slot === "incident" && purpose === "alone");
  }

  incident() {
    return this.working.begin(this.incidentForm);
  }

  async discard(draft) {
    const reason = await reasonFor("discard_draft");
    if (!reason) return;
    await this.desk.discard(draft.id);
    await this.showDrafts();
    this.sending.count();
  }

  // The network

  async refresh(quiet = false) {
    if (!this.vault) return;
    const told = this.screens.today.querySelector("[data-fetched]");
    try {
      const found = await bundles.refresh(this.tablet.db, this.person.id, this.vault, this.tablet.ask, this.tablet.clock);
      this.ended = found === "ended";
      this.bundle = await bundles.opened(this.tablet.db, this.person.id, this.vault, this.tablet.clock);
      told.textContent = this.ended ? "" : `${say("fetched")} · ${clockTime(this.tablet.clock.now())}`;
      if (!this.screens.today.hidden) this.showToday();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      told.textContent = quiet ? "" : say(error.foreign ? "foreign" : "away");
    }
  }

  send(how) {
    return this.sending.send(how);
  }

  /** A newer version comes in while the tablet is locked, never under somebody's hands. */
  updated() {
    if (this.vault) this.notice("update");
    else this.offline.takeOver();
  }

  /** What nobody expected is said too. A request of a step that was undone as a whole says nothing of its own. */
  wentWrong(reason) {
    if (reason?.name !== "AbortError") this.notice(reason?.name === "QuotaExceededError" ? "full" : "fault");
  }

  /** One line above every screen; "" takes it away. */
  notice(name, values) {
    const sentence = name ? say(name, values) : "";
    this.line.hidden = !sentence;
    this.line.querySelector("span").textContent = sentence;
  }
}

wear();
const app = new App();
app.begin().catch((error) => console.error("the app could not start", error));
