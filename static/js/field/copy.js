/** A form as it has been filled in, to be read before one signs it: its own words, each question with its answer. */

const text = (element) => element?.innerText?.trim() ?? element?.textContent.trim() ?? "";

/** @returns {HTMLElement[]}  headings, paragraphs and lists, built from text alone */
export function copyOf(form, { blank }) {
  const made = [];
  for (const part of form.querySelectorAll(".form-page .part")) {
    if (part.hidden || part.closest("[hidden]")) continue;
    const lines = [...part.querySelectorAll(".words, .field")].filter((each) => !each.closest("[hidden], template") && !each.querySelector(".field"));
    if (!lines.length) continue;
    const title = part.querySelector(":scope > h2");
    if (title) made.push(element("h2", title.textContent));
    for (const line of lines) made.push(...copied(line, blank));
  }
  return made;
}

function copied(line, blank) {
  if (line.classList.contains("words")) return [element("p", line.textContent.trim())];
  const label = line.querySelector(".field__head > :first-child, :scope > label, th > span, .choice > label");
  if (!label || line.classList.contains("field--signature")) return [];
  const pair = document.createElement("dl");
  pair.className = "answer";
  pair.append(element("dt", ownText(label)), element("dd", answer(line) || blank));
  return [pair];
}

const ownText = (label) => [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();

function answer(line) {
  const ticked = [...line.querySelectorAll("input:checked")].map((input) => text(line.querySelector(`label[for="${CSS.escape(input.id)}"]`)));
  const written = [...line.querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden], [type=file], .date__native), textarea, select")]
    .map((input) => input.value.trim()).filter(Boolean);
  const day = line.querySelector(".date");
  const files = [...line.querySelectorAll(".kept-file [data-name]")].map(text);
  return [...ticked, day ? written.join("-") : written.join(" "), ...files, text(line.querySelector("output"))].filter(Boolean).join("，");
}

function element(name, words) {
  return Object.assign(document.createElement(name), { textContent: words });
}
