/** Brings the app's worker in, and a newer one into force when nobody has a form open in any tab. */

const OPEN = "caseforms-form-open";

/** Hold while a form is open, so that no newer version comes in between. @returns {() => void} lets go */
export function hold() {
  if (!navigator.locks) return () => {};
  let release;
  navigator.locks.request(OPEN, { mode: "shared" }, () => new Promise((done) => { release = done; }));
  return () => release?.();
}

/** One tab at a time may have a draft open. @returns {Promise<(() => void)|null>} lets go; null: another tab has it */
export function mine(id) {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((answer) => {
    navigator.locks.request(`caseforms-draft-${id}`, { ifAvailable: true }, (lock) => {
      if (!lock) return answer(null);
      return new Promise((done) => answer(done));
    });
  });
}

export default class Offline {
  /** @param {() => void} ready  a newer version waits */
  constructor(ready) {
    this.ready = ready;
  }

  async begin() {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.addEventListener("controllerchange", () => this.newer && location.reload());
    this.kept = await navigator.serviceWorker.register("/field-worker.js", { scope: "/field/", type: "module", updateViaCache: "none" });
    this.look();
    this.kept.addEventListener("updatefound", () => this.kept.installing?.addEventListener("statechange", () => this.look()));
  }

  /** The first version of all is no news: nothing runs yet that it would replace. */
  look() {
    if (!this.kept.waiting || this.newer) return;
    this.newer = true;
    this.ready();
  }

  /** Put the waiting version into force, unless a form is open somewhere. */
  takeOver() {
    const waiting = this.kept?.waiting;
    if (!waiting || !navigator.locks) return undefined;
    return navigator.locks.request(OPEN, { ifAvailable: true }, (lock) => lock && waiting.postMessage("take over"));
  }

  /** Ask the browser to send when the network is back, even if the app is closed by then. */
  later() {
    this.kept?.sync?.register("outbox").catch(() => {}); // Only some browsers have it, and only if allowed.
  }
}
