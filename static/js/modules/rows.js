/** A list of rows: add, remove (with a way back), move; names and pointers always count 0, 1, 2 … as the server expects. */
const CARRIERS = ["name", "id", "for", "list", "value", "aria-labelledby", "aria-describedby", "data-pointer", "data-at", "data-for", "data-row", "aria-label"];

export default class Rows {
  /** @param {HTMLElement} root  the element with data-name, data-most and data-least */
  constructor(root) {
    this.root = root;
    this.name = root.dataset.name;
    this.list = root.querySelector("[data-list]");
    this.blank = root.querySelector("template[data-row]");
    this.count = root.querySelector(`[name="${CSS.escape(this.name)}-_count"]`);
    this.add = root.querySelector('[data-do="add"]');
    root.addEventListener("click", (event) => this.pressed(event));
    this.settle();
  }

  get rows() {
    return [...this.list.children];
  }

  pressed(event) {
    const button = event.target.closest("[data-do]");
    if (!button || button.closest('[data-module~="rows"]') !== this.root) return;
    const row = button.closest(".rows__row");
    const act = { add: () => this.append(), up: () => this.move(row, -1), down: () => this.move(row, 1), remove: () => this.remove(row) };
    if (!act[button.dataset.do]) return;
    event.preventDefault();
    act[button.dataset.do]();
  }

  append() {
    if (!this.blank || this.rows.length >= Number(this.root.dataset.most)) return;
    const row = this.blank.content.firstElementChild.cloneNode(true);
    row.querySelector('[name$="-_id"]').value = crypto.randomUUID().replaceAll("-", "");
    this.list.append(row);
    this.settle();
    this.root.dispatchEvent(new CustomEvent("rows:added", { bubbles: true, detail: { row } }));
    row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    this.changed();
  }

  move(row, by) {
    const rows = this.rows, other = rows[rows.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    this.settle();
    row.querySelector(`[data-do="${by < 0 ? "up" : "down"}"]`)?.focus();
    this.changed();
  }

  /** Taken out of the page but kept in hand until the next removal, so that it can be put back. */
  remove(row) {
    const next = row.nextElementSibling;
    row.remove();
    this.settle();
    const back = this.root.querySelector("[data-rows-back]");
    if (back) {
      back.hidden = false;
      back.onclick = (event) => {
        event.preventDefault();
        this.list.insertBefore(row, next?.isConnected ? next : null);
        back.hidden = true;
        this.settle();
        this.changed();
      };
    }
    (back ?? this.add)?.focus();
    this.changed();
  }

  changed() {
    this.root.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Count the rows anew. Through a name nobody else has, because two radio groups of one name would untick each other. */
  settle() {
    const rows = this.rows;
    for (const [place, row] of rows.entries()) this.rename(row, row.dataset.row, `:${place}:`);
    for (const [place, row] of rows.entries()) {
      this.rename(row, `:${place}:`, String(place));
      const number = row.querySelector(".rows__number > span, strong.rows__number");
      if (number) number.textContent = String(place + 1);
      for (const tool of row.querySelectorAll("[data-label]")) tool.setAttribute("aria-label", tool.dataset.label.replace("{row}", place + 1));
    }
    this.count.value = String(rows.length);
    if (this.add) this.add.disabled = rows.length >= Number(this.root.dataset.most);
  }

  rename(row, from, to) {
    const pointer = `/${this.name.split("-").join("/")}/`, name = `${this.name}-`;
    const swap = (text) => text.split(" ").map((word) => {
      for (const [start, end] of [[name, "-"], [pointer, "/"]]) {
        if (word === start + from) return start + to;
        if (word.startsWith(start + from + end)) return start + to + word.slice((start + from).length);
      }
      return word;
    }).join(" ");
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const carrier of CARRIERS) {
        const text = element.getAttribute(carrier);
        if (text && text.includes(from) && (carrier !== "value" || element.name === "_do")) element.setAttribute(carrier, swap(text));
      }
      if (element.name === "_do") element.value = element.value.replace(new RegExp(` ${this.name} \\S+$`), ` ${this.name} ${to}`);
    }
    row.dataset.row = to;
  }
}
