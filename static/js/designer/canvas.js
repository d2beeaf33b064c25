/** The pieces of the form: chosen by mouse, finger or key; put in their place when an answer says what changed. */

export class Canvas {
  constructor(designer) {
    this.designer = designer;
    this.element = designer.root.querySelector("[data-canvas]");
    this.rove();
    document.addEventListener("click", (event) => this.clicked(event));
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    designer.panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.back(); });
  }

  /** One piece only is on the way of the Tab key; arrow keys lead to the others. */
  rove(to) {
    const all = this.takes(), first = to ?? this.take(this.designer.chosen) ?? all[0];
    for (const each of all) {
      const index = each === first ? 0 : -1;
      if (each.getAttribute("tabindex") !== String(index)) each.tabIndex = index; // six hundred writes cost a frame
    }
  }

  takes() { return [...this.element.querySelectorAll("[data-take]")]; }
  piece(item) { return item ? this.element.querySelector(`[data-item="${CSS.escape(item)}"]`) : null; }
  take(item) { return this.piece(item)?.querySelector("[data-take]") ?? null; }

  clicked(event) {
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      this.close();
      return;
    }
    const link = event.target.closest("[data-take]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.look(new URL(link.href).searchParams.get("item"));
  }

  /** Brings the panel of a piece. */
  async look(item) {
    if (item === this.designer.chosen && this.element.contains(document.activeElement)) {
      this.designer.panel.focus();
      return;
    }
    this.wanted = item;
    this.mark(item);
    const about = new URLSearchParams({ item, show: this.designer.root.dataset.show });
    const answer = await fetch(`${this.designer.address}/piece?${about}`, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : null))
      .catch(() => null);
    if (answer === null) location.search = about;
    else if (this.wanted === item) this.designer.beside(answer);
  }

  /** Nothing is chosen any more: on a narrow screen the whole form is seen again. */
  close() {
    const take = this.take(this.designer.chosen);
    this.mark("");
    this.designer.root.dataset.chosen = "";
    take?.focus();
  }

  mark(item) {
    for (const each of this.element.querySelectorAll(".piece--chosen")) {
      each.classList.remove("piece--chosen");
      each.querySelector(":scope > [data-tools]")?.remove();
    }
    for (const each of this.element.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
    const piece = this.piece(item), take = this.take(item);
    piece?.classList.add("piece--chosen");
    take?.setAttribute("aria-current", "true");
    return piece;
  }

  choose(item, tools) {
    const piece = this.mark(item);
    if (!piece) return;
    const before = piece.querySelector(":scope > .piece__heading") ?? piece.querySelector(":scope > [data-take]");
    before.insertAdjacentHTML("afterend", tools ?? "");
    this.rove(this.take(item));
  }

  back() {
    this.take(this.designer.chosen)?.focus();
  }

  pressed(event) {
    const take = event.target.closest("[data-take]");
    if (!take) return;
    const all = this.takes(), at = all.indexOf(take);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) {
      event.preventDefault();
      const item = take.closest("[data-item]").dataset.item;
      this.held = item;
      this.designer.ask({ do: "move", item, to: step > 0 ? "down" : "up" });
    } else if (step || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const next = step ? all[at + step] : all[event.key === "Home" ? 0 : all.length - 1];
      if (next) { this.rove(next); next.focus(); }
    } else if (event.key === "Delete") {
      event.preventDefault();
      this.designer.ask({ do: "remove", item: take.closest("[data-item]").dataset.item });
    }
  }

  /** Pieces drawn anew, others in their new order, those that are gone taken away; whoever stood on one stands there again. */
  patch({ whole, pieces, order, gone = [] }) {
    const stood = this.element.contains(document.activeElement) ? document.activeElement.closest("[data-item]")?.dataset.item : this.held;
    this.held = undefined;
    if (whole) this.element.replaceChildren();
    const made = new Map();
    for (const [item, html] of Object.entries(pieces)) {
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const fresh = holder.content.firstElementChild, old = this.piece(item);
      if (old) old.replaceWith(fresh);
      else { fresh.classList.add("piece--new"); made.set(item, fresh); }
    }
    for (const [container, items] of Object.entries(order)) {
      const within = container === "form" ? this.element : (made.get(container) ?? this.piece(container))?.querySelector(`[data-holds="${CSS.escape(container)}"]`);
      let previous = null;
      for (const item of items) {
        const piece = made.get(item) ?? this.piece(item);
        if (!piece || !within) continue;
        const at = previous ? previous.nextSibling : within.firstChild;
        if (piece !== at) within.insertBefore(piece, at);
        piece.dataset.inside = container;
        previous = piece;
      }
    }
    for (const item of gone) this.piece(item)?.remove();
    this.element.querySelector(":scope > .empty")?.remove();
    this.rove();
    if (stood) this.take(stood)?.focus();
    const first = made.values().next().value;
    if (first) first.scrollIntoView({ block: "nearest" });
  }
}
