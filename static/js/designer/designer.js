/** The page on which a form is built: every small form of it is sent without leaving the page, and what changed is put in its place. */
import { Canvas } from "./canvas.js";
import { Carrying } from "./carrying.js";
import { Colleagues } from "./colleagues.js";
import { Outbox } from "./outbox.js";
import { Typing } from "./typing.js";

export default class Designer {
  /** @param {HTMLElement} root  says in data-* the page's address, the last step it has seen, and its words */
  constructor(root) {
    this.root = root;
    this.panel = root.querySelector("[data-panel]");
    this.dock = document.querySelector("[data-dock]");
    this.voice = document.querySelector("[data-said]");
    this.canvas = new Canvas(this);
    this.outbox = new Outbox(this);
    this.typing = new Typing(this);
    new Carrying(this);
    new Colleagues(this);
    this.panel.addEventListener("toggle", ({ target }) => { if (target.open && target.matches("[data-places]") && !target.querySelector("option")) this.places(target); }, true);
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  get address() { return this.root.dataset.address; }
  get chosen() { return this.root.dataset.chosen; }
  get head() { return this.root.dataset.head; }

  submitted(event) {
    const form = event.target;
    if (!form.matches("[data-sends]")) return;
    event.preventDefault();
    if (form.matches("[data-palette]")) form.elements.item.value = this.chosen;
    const body = new FormData(form, event.submitter);
    this.typing.forget(form);
    this.outbox.send(form.action, body, { form });
  }

  /** Sends a step that no form of the page stands for: a drop, a key. */
  ask(fields) {
    const body = new FormData();
    body.set("csrf_token", document.querySelector("form[data-sends] [name=csrf_token]").value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value ?? "");
    this.outbox.send(`${this.address}/operations`, body, {});
  }

  pressed(event) {
    const typing = event.target.closest("textarea, input:not([type=radio], [type=checkbox]), select");
    if (!(event.ctrlKey || event.metaKey) || event.altKey || typing) return;
    const key = event.key.toLowerCase();
    const name = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : "";
    const form = name && document.querySelector(`[data-${name}]`)?.form;
    if (!form) return;
    event.preventDefault();
    this.outbox.send(form.action, new FormData(form), { form }); // the server knows best whether there is something to do
  }

  /** Puts an answer of the server on the page. @param {boolean} typed  whether somebody is still typing in the panel */
  take(answer, typed = false) {
    this.root.dataset.head = answer.head;
    if (answer.pieces) this.canvas.patch(answer);
    if (answer.title) for (const title of this.root.querySelectorAll(".designer__head h1")) title.textContent = answer.title;
    if (answer.panel && !(typed && answer.item === this.chosen)) this.beside(answer);
    else if (answer.tools !== undefined) this.canvas.choose(answer.item, answer.tools);
    for (const name of ["undo", "redo"]) if (name in answer) document.querySelector(`[data-${name}]`).disabled = !answer[name];
    if (answer.saved) this.saving(answer.saved);
    if (answer.pieces) this.check();
    this.refuse([]);
    const news = [...(answer.others ?? [])];
    if (news.length) this.tell(news);
    this.voice.textContent = [answer.said, ...news].filter(Boolean).join(" ");
  }

  /** The panel and the tools of the chosen piece; whoever stood on a control of the panel stands there again. */
  beside(answer) {
    const at = this.panel.contains(document.activeElement) ? document.activeElement.id : "";
    this.root.dataset.chosen = answer.item;
    const open = [...this.panel.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
    this.panel.innerHTML = answer.panel;
    for (const each of this.panel.querySelectorAll("details > summary")) if (open.includes(each.textContent)) each.parentElement.open = true;
    this.canvas.choose(answer.item, answer.tools);
    for (const each of document.querySelectorAll("[data-chosen-item]")) each.value = answer.item;
    if (at) (document.getElementById(at) ?? this.panel).focus({ preventScroll: true });
  }

  /** Asks for the dock once nobody waits for anything else: problems are looked for while somebody reads on. */
  check() {
    clearTimeout(this.checking);
    this.checking = setTimeout(async () => {
      const head = this.head;
      const answer = await fetch(`${this.address}/dock`).catch(() => null);
      if (answer?.ok && head === this.head && !this.outbox.busy) this.below(await answer.text());
      else if (this.head !== head || this.outbox.busy) this.check();
    }, 250);
  }

  /** The places a piece can be moved to, when somebody wants to see them. */
  async places(details) {
    const about = new URLSearchParams({ item: this.chosen, show: this.root.dataset.show, whole: 1 });
    const answer = await fetch(`${this.address}/piece?${about}`, { headers: { Accept: "application/json" } }).then((each) => each.json()).catch(() => null);
    if (!answer || answer.item !== this.chosen) return;
    const holder = document.createElement("template");
    holder.innerHTML = answer.panel;
    details.querySelector("select").replaceChildren(...holder.content.querySelector("#p-where").children);
  }

  below(html) {
    const open = [...this.dock.querySelectorAll("details")].map((each) => each.open);
    const held = this.dock.contains(document.activeElement) ? [...this.dock.querySelectorAll("a, button, summary")].indexOf(document.activeElement) : -1;
    this.dock.innerHTML = html;
    this.starting ??= import("../starting.js");
    this.starting.then(({ start }) => start(this.dock)); // the menus of the new dock
    [...this.dock.querySelectorAll("details")].forEach((each, number) => { each.open = open[number] ?? false; });
    this.dock.querySelectorAll("a, button, summary")[held]?.focus();
  }

  /** Says what a colleague did, where it is seen without hiding anything. */
  tell(sentences) {
    const note = this.root.querySelector("[data-news]");
    note.hidden = false;
    note.querySelector("[data-news-words]").textContent = sentences.join(" · ");
  }

  /** Says why a step could not be made; nothing for none. */
  refuse(reasons) {
    const note = this.root.querySelector("[data-refused]");
    note.hidden = reasons.length === 0;
    note.querySelector("[data-refused-words]").textContent = reasons.join(" ");
    if (reasons.length) note.scrollIntoView({ block: "nearest" });
  }

  /** What the dock says of saving: words, or what it said before. */
  saving(words, waiting = false) {
    const line = this.dock.querySelector("[data-saved]");
    line.textContent = words;
    line.classList.toggle("is-waiting", waiting);
  }
}
