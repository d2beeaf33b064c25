/** A form that follows its own rules while somebody fills it in: shows and hides, computes, and says what is wrong in a box that was left. */
import { evaluate } from "../engine/expressions.js";
import { FORMATS } from "../engine/formats.js";
import { instanceOf } from "../engine/reading.js";
import { Unsupported, compile } from "../engine/schema.js";
import { settle, place } from "../engine/settling.js";
import { at, parts } from "../engine/values.js";

export default class Form {
  /** @param {HTMLFormElement} form  holds a data block `[data-form]` with the definition's rules */
  constructor(form) {
    this.form = form;
    this.known = JSON.parse(form.querySelector("[data-form]").textContent);
    this.context = { facts: {}, ...this.known.context };
    this.find();
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", (event) => this.afterPress(() => this.left(event.target)));
    addEventListener("pointerdown", () => { this.pressed = true; }, true);
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { this.pressed = false; }, true);
    form.addEventListener("rows:added", () => this.find());
    this.settle();
  }

  /** The places of the page that stand under a condition, and those that show a computed value. */
  find() {
    this.places = [...this.form.querySelectorAll("[data-condition]")];
    this.where = this.places.map((element) => ({
      pointer: element.dataset.pointer ?? element.closest("[data-at]")?.dataset.at ?? "",
      condition: Number(element.dataset.condition),
      below: [element, ...element.querySelectorAll("[data-pointer]")].map((e) => e.dataset.pointer).filter(Boolean),
    }));
    this.outputs = [...this.form.querySelectorAll("[data-compute]")];
  }

  /** Once per frame, however fast somebody types. */
  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.settle();
    });
  }

  /** What is on the page now, hidden parts included. */
  read() {
    const typed = new Map();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") typed.set(name, [...(typed.get(name) ?? []), value]);
    }
    return { ...this.known.given, ...instanceOf(this.known.schema, (name) => typed.get(name) ?? []) };
  }

  settle() {
    const { data, hidden } = settle({ ...this.known, where: this.where }, this.read(), this.context);
    this.data = data;
    this.places.forEach((element, i) => {
      if (element.hidden !== hidden.has(i)) element.hidden = hidden.has(i);
    });
    for (const output of this.outputs) this.show(output, data);
    this.form.dispatchEvent(new CustomEvent("form:settled", { detail: { data } }));
  }

  show(output, data) {
    const { pattern, when } = this.known.expressions[Number(output.dataset.compute)];
    const pointer = place(pattern, output.closest("[data-pointer]")?.dataset.pointer ?? pattern);
    const value = at(data, parts(pointer));
    if (output.tagName === "OUTPUT") output.textContent = this.words(pattern, value) ?? output.dataset.empty ?? "";
    else if (output.tagName === "INPUT" && when) {
      const computed = evaluate(this.known.expressions[Number(output.dataset.compute)].compute, data, this.context, "");
      if (computed !== undefined) output.value = String(computed);
      output.readOnly = computed !== undefined;
    }
  }

  words(pattern, value) {
    if (value === undefined) return undefined;
    return this.known.choices?.[pattern]?.find(([code]) => code === value)?.[1] ?? String(value);
  }

  /** A sentence that appears while a finger is down moves what the finger is on, and the tap is lost: wait until it is up. */
  afterPress(act) {
    if (!this.pressed) return act();
    addEventListener("pointerup", () => setTimeout(act), { once: true, capture: true });
    return undefined;
  }

  /** Somebody has left a box: a mistake in it is said now, a mended one is taken back; an empty one only at the end. */
  left(input) {
    const field = input.closest?.("[data-pointer]");
    if (!field) return;
    this.settle();
    const pointer = field.dataset.pointer, problem = this.problem(pointer);
    const shown = field.querySelector(":scope > .error, .error[data-live]");
    if (!problem && shown) this.clear(field, shown);
    if (problem && !shown) this.say(field, problem);
  }

  problem(pointer) {
    const value = at(this.data, parts(pointer));
    if (value === undefined) return undefined;
    const check = this.known.checks.find((c) => this.concerns(c.pattern, pointer) && evaluate(c.that, this.data, this.context, pointer.slice(0, pointer.lastIndexOf("/"))) === false);
    if (check && check.severity !== "warning") return this.sentence(pointer, `check.${check.id}`);
    const issue = this.issues().find(({ path, keyword }) => keyword !== "required" && `/${path.join("/")}` === pointer);
    return issue && this.sentence(pointer, `error.${issue.keyword}`);
  }

  issues() {
    try {
      this.schema ??= compile(this.known.schema, { formats: FORMATS });
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.schema = { issues: () => [] }; // The server checks it on submission.
    }
    return this.schema.issues(this.data);
  }

  concerns(pattern, pointer) {
    return place(pattern, pointer) === pointer;
  }

  sentence(pointer, what) {
    const pattern = pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*"), key = this.known.keys[pattern] ?? this.known.keys[pointer];
    const { messages, words } = this.known;
    return messages[`${key}.error.custom`] ?? messages[`${key}.${what}`] ?? words[`answer.${what.split(".")[1]}`]
      ?? (what.startsWith("check") ? words["answer.check"] : words.answer);
  }

  say(field, sentence) {
    const line = document.createElement("p");
    line.className = "error";
    line.dataset.live = "";
    line.textContent = sentence;
    const input = field.querySelector("input:not([type=hidden]), textarea, select");
    line.id = `${input?.name || input?.id}--live`;
    (field.querySelector(":scope > .hint") ?? field.querySelector(":scope > .field__head, :scope > label"))?.after(line);
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), line.id].filter(Boolean).join(" "));
  }

  clear(field, line) {
    line.remove();
    for (const input of field.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== line.id).join(" ");
      if (described) input.setAttribute("aria-describedby", described);
      else input.removeAttribute("aria-describedby");
    }
  }
}
