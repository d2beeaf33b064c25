/** How the app looks on this tablet: language, large text, contrast; kept here, since it must hold without a network. */

const LANGUAGE = "caseforms.language", DISPLAY = "caseforms.display";
const MODES = ["theme", "text", "contrast"];

/** Put the kept modes on; take up what is chosen in the menu. */
export function wear() {
  const form = document.querySelector("form[data-display]"), kept = JSON.parse(localStorage.getItem(DISPLAY) ?? "{}");
  for (const mode of MODES) set(mode, kept[mode]);
  for (const input of form.elements) {
    if (input.name) input.checked = (kept[input.name] ?? "") === input.value;
  }
  form.addEventListener("change", () => {
    const chosen = Object.fromEntries(new FormData(form));
    for (const mode of MODES) set(mode, chosen[mode]);
    localStorage.setItem(DISPLAY, JSON.stringify(chosen));
  });
  document.querySelector("[data-language]").addEventListener("click", (event) => {
    localStorage.setItem(LANGUAGE, event.currentTarget.dataset.language);
    event.currentTarget.hash = location.hash;
  });
}

function set(mode, value) {
  if (value) document.documentElement.dataset[mode] = value;
  else delete document.documentElement.dataset[mode];
}

/** Whether another page is on its way instead of this one: that of the chosen language, or the app itself after a scanned code. */
export function wanted() {
  const code = localStorage.getItem(LANGUAGE), here = location.pathname.split("/").at(-1);
  if (here === "enrol") {
    location.replace(`/field/${code ?? document.documentElement.lang.slice(0, 2)}#enrol=${location.hash.slice(1)}`);
    return true;
  }
  if (!["zh", "en"].includes(code) || code === here) return false;
  location.replace(`/field/${code}${location.hash}`);
  return true;
}
