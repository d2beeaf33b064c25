/** Finds every element that names a module and hands it over; a module that fails leaves the page as the server made it. */

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
  impact: () => import("./designer/impact.js"),
  designer: () => import("./designer/designer.js"),
  joining: () => import("./field/joining.js"),
};

/** @returns {Promise<Map<string, object[]>>}  what was made, by the name of its module */
export async function start(root) {
  const made = new Map(), starting = [];
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      starting.push(MODULES[name]?.()
        .then((module) => made.set(name, [...(made.get(name) ?? []), new module.default(element)]))
        .catch((error) => console.error(`module ${name} could not start`, error)));
    }
  }
  await Promise.all(starting);
  return made;
}
