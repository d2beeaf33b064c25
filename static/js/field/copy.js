/** A form as it has been filled in, to be read before one signs it: its own words, each question with its answer. */

const text = (element) => element?.innerText?.trim() ?? element?.textContent.trim() ?? "";

/** @returns {HTMLElement[]}  headings, paragraphs and lists, built from text alone */
export function copyOf(form, { blank }) {
  const made = [];
  for (const part of form.querySelectorAll(".form-page .part")) {
    if (part.hidden || part.closest("[hidden]")) continue;
    const lines = [...part.querySelectorAll(".words, .field, tr[role=radiogroup]")].filter((each) => !each.closest("[hidden], template"));
    const copied = lines.flatMap((line) => copyLine(line, blank));
    const title = part.querySelector(":scope > h2");
    if (title && copied.length) made.push(element("h2", title.textContent));
    made.push(...copied);
  }
  return made;
}

function copyLine(line, blank) {
  if (line.classList.contains("words")) return [element("p", line.textContent.trim())];
  const label = line.querySelector(".field__head > :first-child, :scope > label, th > span, .choice > label");
  if (!label || line.classList.contains("field--signature") || line.matches(".field--rows, .field--matrix")) return [];
  const pair = document.createElement("dl");
  pair.className = "answer";
  pair.append(element("dt", ownText(label)), element("dd", answer(line) || blank));
  return [pair];
}

const ownText = (label) => [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();

/** What is ticked and written in a question itself, not in a question that one of its choices opens. */
function answer(line) {
  const own = (selector) => [...line.querySelectorAll(selector)].filter((each) => each.closest(".field, tr[role=radiogroup]") === line);
  const ticked = own("input:checked").map((input) => text(line.querySelector(`label[for="${CSS.escape(input.id)}"]`)));
  const files = own(".kept-file [data-name]").map(text), computed = own("output").map(text);
  return [...ticked, written(own("input:not([type=radio], [type=checkbox], [type=hidden], [type=file], .date__native), textarea, select")), ...files, ...computed]
    .filter(Boolean).join(" · ");
}

/** The boxes of a day as one, a time after them. */
function written(controls) {
  const value = (part) => controls.find((control) => control.name.endsWith(`-${part}`))?.value.trim();
  if (value("year") === undefined) return controls.map((control) => control.value.trim()).filter(Boolean).join(" ");
  const day = ["year", "month", "day"].map(value).filter(Boolean).join("-");
  return [day, value("time")].filter(Boolean).join(" ");
}

function element(name, words) {
  return Object.assign(document.createElement(name), { textContent: words });
}
