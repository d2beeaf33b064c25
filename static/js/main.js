/* Finds every element that names a module and hands it over; a module that fails leaves the page as the server made it. */

/** One row per module: the name in `data-module`, and where its class is. */
const MODULES = {
  menu: () => import("./modules/menu.js"),
  display: () => import("./modules/display.js"),
  summary: () => import("./modules/summary.js"),
  form: () => import("./modules/form.js"),
  rows: () => import("./modules/rows.js"),
  "date-boxes": () => import("./modules/date-boxes.js"),
  address: () => import("./modules/address.js"),
  prefill: () => import("./modules/prefill.js"),
  autosave: () => import("./modules/autosave.js"),
  "signature-pad": () => import("./modules/signature-pad.js"),
  print: () => import("./modules/print.js"),
  "read-aloud": () => import("./modules/read-aloud.js"),
};

if ("serviceWorker" in navigator && document.querySelector("[data-keeps-away]")) {
  navigator.serviceWorker
    .register("/away.js")
    .then((kept) => kept.active?.postMessage("keep"))
    .catch((error) => console.warn("the page for no network could not be kept", error));
}

const starting = [];
for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ")) {
    starting.push(MODULES[name]?.()
      .then((module) => new module.default(element))
      .catch((error) => console.error(`module ${name} could not start`, error)));
  }
}
// Said in the page, for whoever must not touch it before it follows: the browser's load event does not wait for modules.
Promise.all(starting).then(() => { document.documentElement.dataset.started = ""; });
