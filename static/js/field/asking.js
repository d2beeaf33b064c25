/** Asks before something is put aside, and why. */
import { say } from "./words.js";

/** @param {"discard_draft"|"discard_sealed"} what  @returns {Promise<string>}  the reason; "" when it is left alone */
export function reasonFor(what) {
  const dialog = document.querySelector("[data-discard]"), input = dialog.querySelector("input");
  dialog.querySelector("h2").textContent = say(what);
  dialog.querySelector("[data-consequence]").textContent = say(`${what}_consequence`);
  input.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.onclose = () => answer(dialog.returnValue === "discard" ? input.value.trim() : "");
  });
}
