/** A volunteer who is signed in takes her place on this tablet: PIN, bundle, then the ordinary visit ends. */
import { refresh } from "./bundle.js";
import { join, unlock, weak } from "./people.js";
import { Refusal } from "./server.js";
import Tablet from "./tablet.js";
import { pinProblem, say } from "./words.js";
import { WrongPin } from "./vault.js";

export default class Joining {
  /** @param {HTMLFormElement} form  its own way leads to signing out; data-volunteers: where the place is asked for */
  constructor(form) {
    this.form = form;
    this.problem = form.querySelector("[data-problem]");
    form.addEventListener("submit", (event) => this.submitted(event));
  }

  async submitted(event) {
    if (this.joined) return;
    event.preventDefault();
    this.say("");
    try {
      await this.take();
    } catch (error) {
      this.refused(error);
      return;
    }
    this.joined = true;
    // Signing out brings the sign-in page; the app is what is wanted.
    await fetch(this.form.action, { method: "POST", body: new FormData(this.form), redirect: "manual" });
    location.replace(this.form.dataset.then);
  }

  async take() {
    const { sign, pin, again } = this.form.elements;
    if (!sign.value.trim()) throw new Error("sign_missing");
    if (weak(pin.value)) throw new Error("weak_pin");
    if (pin.value !== again.value) throw new Error("pin_differs");
    const tablet = await Tablet.opened();
    if (!tablet.device) throw new Error("not_enrolled");
    const place = await tablet.ask(this.form.dataset.volunteers, {
      method: "POST", json: {}, headers: { "X-Field-Device": tablet.device.token, "X-CSRFToken": this.form.elements.csrf_token.value },
    });
    const vault = await this.vault(tablet, place, pin.value, sign.value.trim());
    await refresh(tablet.db, place.volunteer_id, vault, tablet.ask, tablet.clock, place.grant);
  }

  /** Her old place when the PIN still opens it; a new one when she has chosen so, or had none. */
  async vault({ db }, { volunteer_id: id }, pin, sign) {
    const known = await db.get("people", id), note = this.form.querySelector("[data-known]");
    if (!known) return join(db, { id, sign }, pin);
    try {
      return await unlock(db, id, pin);
    } catch (error) {
      if (!(error instanceof WrongPin)) throw error;
      if (!note.hidden) return join(db, { id, sign }, pin);
      note.hidden = false;
      throw error;
    }
  }

  refused(error) {
    if (error instanceof Refusal) this.say(error.body?.problems?.[0]?.message ?? say("not_allowed"));
    else if (error instanceof WrongPin || error.until) this.say(pinProblem(error));
    else this.say(say(error.message) || say(error.foreign ? "foreign" : "away"));
  }

  say(sentence) {
    this.problem.hidden = !sentence;
    this.problem.textContent = sentence;
  }
}
