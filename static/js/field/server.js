/** Talks to the server in JSON: an answer, a refusal with its reason, or nobody there; never a guess in between. */

const PATIENCE = 20_000;

/** Nobody answered, or somebody who is not the server did (a hotel's or clinic's sign-in page): try again later. */
export class Away extends Error {
  constructor(foreign = false) {
    super(foreign ? "not our server" : "no answer");
    this.foreign = foreign;
  }
}

/** The server answered and said no. */
export class Refusal extends Error {
  constructor(status, body) {
    super(`refused ${status}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {{method?: string, token?: string, json?: object, bytes?: Uint8Array, headers?: object}} [asked]
 * @returns {Promise<object|null>}  the body; null for 304
 * @throws {Away} also for 5xx: the server is there but cannot; @throws {Refusal} for 4xx
 */
export async function ask(path, { method = "GET", token, json, bytes, headers = {} } = {}) {
  const sent = { Accept: "application/json", ...headers };
  if (token) sent.Authorization = `Bearer ${token}`;
  if (json) sent["Content-Type"] = "application/json";
  if (bytes) sent["Content-Type"] = "application/octet-stream";
  const answer = await fetch(path, {
    method, headers: sent, body: json ? JSON.stringify(json) : bytes, cache: "no-store", redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => { throw new Away(); });
  if (answer.status === 304) return null;
  if (answer.status >= 500) throw new Away();
  return read(answer);
}

async function read(answer) {
  if (!answer.headers.get("Content-Type")?.includes("application/json")) throw new Away(true);
  const body = await answer.json().catch(() => { throw new Away(true); });
  if (!answer.ok) throw new Refusal(answer.status, body);
  return body;
}
