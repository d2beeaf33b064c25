/* Starts what a page asks for, and keeps the page for no network at hand. */
import { start } from "./starting.js";

if ("serviceWorker" in navigator && document.querySelector("[data-keeps-away]")) {
  navigator.serviceWorker
    .register("/away.js")
    .then((kept) => kept.active?.postMessage("keep"))
    .catch((error) => console.warn("the page for no network could not be kept", error));
}

// Said in the page, for whoever must not touch it before it follows: the browser's load event does not wait for modules.
start(document).then(() => { document.documentElement.dataset.started = ""; });
