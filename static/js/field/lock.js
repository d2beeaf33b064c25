/** What stands in front of a closed tablet: set it up, choose who one is, type the PIN. */
import { Away } from "./server.js";
import { Pause, unlock } from "./people.js";
import { WrongPin } from "./vault.js";
import { pinProblem, say } from "./words.js";

export default class Lock {
  constructor(app) {
    this.app = app;
    this.pin = app.screens.lock.querySelector("[data-pin]");
    this.enrol = app.screens.welcome.querySelector("[data-enrol]");
    this.pin.addEventListener("submit", (event) => this.tried(event));
    this.enrol.addEventListener("submit", (event) => this.enrolled(event));
  }

  async front() {
    const { tablet } = this.app, token = /^#enrol=(.+)$/.exec(location.hash)?.[1];
    if (!tablet.device || token) return this.welcome(token);
    if (tablet.device.locked) return this.app.show("locked");
    const people = await tablet.people();
    this.list(people);
    this.pin.hidden = !people.length;
    const waiting = await tablet.outbox.waiting();
    this.app.screens.lock.querySelector("[data-waiting-here]").textContent = waiting.length ? say("waiting_sealed", { count: waiting.length }) : "";
    this.app.show(location.hash === "#incident" ? "incident" : "lock");
    if (location.hash === "#incident") this.app.showIncident();
    return undefined;
  }

  list(people) {
    const place = this.pin.querySelector("[data-people]"), blank = document.getElementById("person");
    place.replaceChildren(...people.map(({ id, sign }, i) => {
      const line = blank.content.firstElementChild.cloneNode(true), [input, label] = line.children;
      Object.assign(input, { id: `person-${i}`, value: id, checked: people.length === 1 });
      Object.assign(label, { htmlFor: input.id, textContent: sign });
      return line;
    }));
  }

  async tried(event) {
    event.preventDefault();
    const id = new FormData(this.pin).get("person"), pin = this.pin.elements.pin;
    if (!id) return this.say(this.pin, say("choose_person"));
    const button = this.pin.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const vault = await unlock(this.app.tablet.db, id, pin.value);
      this.say(this.pin, "");
      await this.app.opened({ id }, vault);
    } catch (error) {
      if (!(error instanceof WrongPin || error instanceof Pause)) throw error;
      this.say(this.pin, pinProblem(error));
      pin.focus();
    } finally {
      pin.value = "";
      button.disabled = false;
    }
    return undefined;
  }

  welcome(token) {
    if (token) this.enrol.elements.enrol_token.value = decodeURIComponent(token);
    this.app.show("welcome");
  }

  async enrolled(event) {
    event.preventDefault();
    const { enrol_token: token, tablet_name: name } = this.enrol.elements;
    try {
      await this.app.tablet.enrol(token.value.trim(), name.value.trim());
    } catch (error) {
      this.say(this.enrol, say(error instanceof Away ? (error.foreign ? "foreign" : "away") : "code_over"));
      return;
    }
    history.replaceState(null, "", location.pathname);
    await this.front();
    this.app.notice("enrolled");
  }

  say(form, sentence) {
    const line = form.querySelector("[data-problem]");
    line.hidden = !sentence;
    line.textContent = sentence;
  }
}
