/** Who most likely signs a form, so that a name need not be written twice. */
import { has } from "../engine/values.js";

const NAMES = { client: ["client_name", "name"], guardian: ["guardian_name", "guardian"] };

/** The name that the answers hold for a role, "" when they hold none. */
export const signerOf = (data, role) => (NAMES[role] ?? []).filter((name) => has(data, name)).map((name) => data[name])
  .find((value) => typeof value === "string") ?? "";
