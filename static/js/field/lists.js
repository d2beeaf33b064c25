/** Lists of the app drawn from templates: cases, forms, drafts, what waits to be sent. */
import { clockTime, dayAndTime, say, worded } from "./words.js";

const blank = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** What is begun without a case: first what opens one. An incident has a way of its own, from everywhere. */
const TILES = ["application", "alone"];

export function showStarts(place, forms, begin) {
  const own = TILES.flatMap((purpose) => forms.filter((form) => form.purpose === purpose && form.slot !== "incident"));
  place.replaceChildren(...own.map((form, i) => {
    const tile = blank("start");
    tile.classList.toggle("start--next", i === 0);
    tile.querySelector("strong").textContent = worded(form.title);
    tile.querySelector("[data-hint]").textContent = say(`begin_${form.purpose}`);
    tile.addEventListener("click", () => begin(form));
    return tile;
  }));
}

export function showCases(place, cases, forms, begin) {
  place.replaceChildren(...cases.map((each) => {
    const line = blank("case");
    line.querySelector("strong").textContent = worded(each.title);
    line.querySelector(".muted").textContent = worded(each.stage);
    for (const offered of each.forms) {
      const form = forms.find(({ id }) => id === offered.definition_id), button = blank("open-form");
      button.querySelector("span").textContent = worded(form.title);
      button.addEventListener("click", () => begin(form, each, offered));
      line.querySelector(".row").append(button);
    }
    return line;
  }));
}

export function showDrafts(place, drafts, { open, discard }) {
  place.replaceChildren(...drafts.map((draft) => {
    const line = blank("draft");
    line.querySelector("strong").textContent = `${worded(draft.title)} · ${nameIn(draft) || say("nobody_yet")}`;
    line.querySelector(".small").textContent = say("begun", { time: dayAndTime(draft.started_at), saved: clockTime(draft.saved_at) });
    line.querySelector('[data-do="open"]').addEventListener("click", () => open(draft));
    line.querySelector('[data-do="discard"]').addEventListener("click", () => discard(draft));
    return line;
  }));
}

const nameIn = ({ about, texts }) => worded(about) || texts.client_name?.[0] || texts.name?.[0];

export function showOutbox(place, entries, titles, { retry, discard }) {
  place.replaceChildren(...entries.toReversed().map((entry) => {
    const line = blank("sent"), open = ["waiting", "conflict", "aside"].includes(entry.state);
    line.dataset.id = entry.id;
    line.dataset.state = entry.state;
    line.querySelector("strong").textContent = titles.get(entry.summary.definition_id) ?? entry.summary.definition_id;
    line.querySelector(".small").textContent = told(entry);
    line.querySelector("[data-more]").textContent = more(entry);
    line.querySelector(".tag").textContent = say(`state_${entry.state}`);
    line.querySelector(".tag").classList.toggle("tag--should", ["conflict", "aside"].includes(entry.state));
    const again = line.querySelector('[data-do="retry"]'), drop = line.querySelector('[data-do="discard"]');
    again.hidden = entry.state === "received";
    drop.hidden = !open;
    again.addEventListener("click", () => retry(entry));
    drop.addEventListener("click", () => discard(entry));
    return line;
  }));
}

function told({ state, receipt, summary, reason }) {
  if (state === "received") return say("received_words", { number: receipt.number, time: dayAndTime(receipt.received_at) });
  if (state === "discarded") return say("discarded_words", { reason });
  return say(state === "waiting" ? "sealed_since" : `${state}_words`, { time: dayAndTime(summary.finished_at) });
}

function more({ state, tries, next_at: next, foreign, blobs = [] }) {
  const files = blobs.length ? say("files", { count: blobs.length }) : "";
  if (state !== "waiting" || !tries) return files;
  return [files, say("try_again_at", { tries, time: clockTime(next) }), foreign ? say("foreign") : ""].filter(Boolean).join(" ");
}
