/** Carrying a piece with the mouse or a finger: from the palette into the form, or from one place of it to another. */
const FAR = 6, HOLD = 350, EDGE = 60;

export class Carrying {
  constructor(designer) {
    this.designer = designer;
    this.line = document.createElement("div");
    this.line.className = "landing";
    designer.root.addEventListener("pointerdown", (event) => this.begin(event));
    // A finger that carries must not scroll the page; whether it carries is only known after it has rested.
    designer.root.addEventListener("touchmove", (event) => { if (this.load) event.preventDefault(); }, { passive: false });
    designer.root.addEventListener("dragstart", (event) => event.preventDefault());
    document.addEventListener("contextmenu", (event) => { if (this.load) event.preventDefault(); });
  }

  begin(event) {
    if (event.button || this.load) return;
    const source = event.target.closest("[data-drag], [data-grip], [data-take]");
    if (!source) return;
    const finger = event.pointerType !== "mouse", grip = source.matches("[data-grip]");
    const start = { x: event.clientX, y: event.clientY };
    const lift = (at) => { clean(); this.lift(source, at, event.pointerId); };
    const moved = (next) => {
      const far = Math.hypot(next.clientX - start.x, next.clientY - start.y) > FAR;
      if (far && (!finger || grip)) lift(next);
      else if (far) clean();
    };
    const timer = finger && !grip ? setTimeout(() => lift(event), HOLD) : 0;
    const clean = () => {
      clearTimeout(timer);
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", clean);
      removeEventListener("pointercancel", clean);
    };
    addEventListener("pointermove", moved);
    addEventListener("pointerup", clean);
    addEventListener("pointercancel", clean);
  }

  lift(source, at, pointer) {
    const piece = source.closest("[data-item]");
    this.load = source.dataset.drag ? { do: "add", kind: source.dataset.drag.slice("kind:".length) } : { do: "move", item: piece?.dataset.item };
    this.carried = source.dataset.drag ? null : piece;
    this.carried?.classList.add("is-carried");
    this.ghost = document.createElement("div");
    this.ghost.className = "ghost";
    this.ghost.textContent = (source.dataset.drag ? source : (piece ?? source).querySelector(".piece__take, h2") ?? source).textContent.trim();
    document.body.append(this.ghost);
    const over = (event) => { if (event.pointerId === pointer) this.over(event); };
    const drop = (event) => { if (event.pointerId === pointer) { end(); this.drop(); } };
    const give = (event) => { if (event.type === "pointercancel" || event.key === "Escape") { end(); this.clear(); } };
    const end = () => {
      removeEventListener("pointermove", over);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", give);
      removeEventListener("keydown", give);
      // The press that ends the journey is no click on what lies below it.
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
    };
    addEventListener("pointermove", over);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", give);
    addEventListener("keydown", give);
    this.over(at);
  }

  over({ clientX: x, clientY: y }) {
    this.ghost.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    if (y < EDGE) scrollBy(0, -12);
    else if (y > innerHeight - EDGE) scrollBy(0, 12);
    this.place = this.placeAt(x, y);
    if (this.place) this.place.holder.insertBefore(this.line, this.place.next);
    else this.line.remove();
  }

  /** The container under a point and the piece before which to land. */
  placeAt(x, y) {
    const below = document.elementFromPoint(x, y);
    const holder = below?.closest("[data-holds]");
    if (!holder || !this.designer.canvas.element.contains(holder) || this.carried?.contains(holder)) return this.line.isConnected && below === this.line ? this.place : null;
    const pieces = [...holder.children].filter((each) => each.matches("[data-item]"));
    const beside = holder.matches(".pieces--pair");
    const next = pieces.find((each) => {
      const box = each.getBoundingClientRect();
      return beside ? x < box.left + box.width / 2 && y < box.bottom : y < box.top + box.height / 2;
    });
    return { holder, next: next ?? null };
  }

  drop() {
    const { load, place } = this;
    this.clear();
    if (!place) return;
    let next = place.next;
    while (next && next.dataset.item === load.item) next = next.nextElementSibling?.closest("[data-item]") ?? null;
    this.designer.ask({ ...load, in: place.holder.dataset.holds, before: next?.dataset.item ?? "" });
  }

  clear() {
    this.ghost?.remove();
    this.line.remove();
    this.carried?.classList.remove("is-carried");
    this.load = this.carried = this.place = undefined;
  }
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
