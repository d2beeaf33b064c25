/** What stands in the controls of a form, as texts by name: taken out to be kept, put back when a draft is opened again. */

/** @returns {Object<string, string[]>}  files have ways of their own and are left out */
export function take(form) {
  const texts = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") (texts[name] ??= []).push(value);
  }
  return texts;
}

/** Rows first, from the outermost in, so that every control is there when its turn comes. */
export function put(form, texts) {
  const lists = Object.keys(texts).filter((name) => name.endsWith("-_count")).sort((a, b) => a.split("-").length - b.split("-").length);
  for (const count of lists) addRows(form, count.slice(0, -"-_count".length), Number(texts[count][0]));
  const filled = new Set(Object.keys(texts));
  for (const control of form.elements) {
    if (control.name && (filled.has(control.name) || control.type === "checkbox")) fill(control, texts[control.name] ?? []);
  }
  for (const name of filled) fillSeveral(form, name, texts[name]);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function addRows(form, name, wanted) {
  const root = form.querySelector(`.rows[data-name="${CSS.escape(name)}"]`), add = root?.querySelector(':scope > [data-do="add"]');
  const count = () => root.querySelector("[data-list]").children.length;
  for (let before = -1; add && count() < wanted && count() > before;) {
    before = count();
    add.click();
  }
}

function fill(control, texts) {
  if (control.type === "radio" || control.type === "checkbox") control.checked = texts.includes(control.value);
  else if (control.type !== "file" && control.type !== "submit" && control.type !== "button") control.value = texts[0] ?? "";
}

/** Several lines under one name: each its own text. */
function fillSeveral(form, name, texts) {
  const lines = [...form.elements].filter((control) => control.name === name && control.type === "text");
  if (lines.length > 1) lines.forEach((line, i) => { line.value = texts[i] ?? ""; });
}
