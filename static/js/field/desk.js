/** One volunteer's work on this tablet while it is unlocked: forms she may fill, drafts, photos; finishing seals them. */
import { newId, sha256, utf8 } from "./bytes.js";
import { asEnvelope, packed, seal } from "./envelope.js";

const STRICT = { durability: "strict" };

export default class Desk {
  /** @param {{id: string, device: {id: string}}} owner  whose desk it is, and on which tablet */
  constructor(db, owner, vault, clock) {
    this.db = db;
    this.owner = owner;
    this.vault = vault;
    this.clock = clock;
  }

  // Drafts

  /** A draft that is not kept yet. Its id is made now, at the start: however often the record is sent later, it is one. */
  blank(form, { language, about = null, slot = form.slot, texts = {}, given = {}, event = null } = {}) {
    return {
      id: newId(this.clock.now()), form: form.key, definition_id: form.id, version: form.version, sha256: form.sha256,
      slot: slot ?? null, purpose: form.purpose, title: form.title, case_id: about?.id ?? null, about: about?.title ?? "",
      language, texts, given, papers: [], signatures: {}, handed: null, handed_over: false, event, part: 0,
      started_at: this.clock.iso(), saved_at: this.clock.iso(),
    };
  }

  async keep(draft) {
    draft.saved_at = this.clock.iso();
    const { id } = draft, closed = await this.vault.close(draft, id);
    await this.put("drafts", { id, person: this.owner.id, closed });
  }

  async draft(id) {
    const kept = await this.db.get("drafts", id);
    return kept && kept.person === this.owner.id ? this.vault.open(kept.closed, id) : undefined;
  }

  /** All drafts of this volunteer, the newest first; another's cannot be opened and are not looked at. */
  async drafts() {
    const kept = await this.db.getAllFromIndex("drafts", "person", this.owner.id);
    const opened = await Promise.all(kept.map(({ id, closed }) => this.vault.open(closed, id)));
    return opened.sort((a, b) => (a.saved_at < b.saved_at ? 1 : -1));
  }

  async discard(id) {
    const tx = this.db.transaction(["drafts", "files"], "readwrite", STRICT);
    tx.objectStore("drafts").delete(id);
    await this.dropFiles(tx, id);
    await tx.done;
  }

  // Photos and files

  /** @returns {Promise<{id, name, type, size, sha256}>}  what stands in the record for it */
  async addFile(draft, name, blob) {
    const bytes = new Uint8Array(await blob.arrayBuffer()), id = newId(this.clock.now());
    const facts = { id, name, type: blob.type, size: bytes.length, sha256: await sha256(bytes) };
    await this.put("files", { id, record: draft.id, closed: await this.vault.closeBytes(bytes, id) });
    return facts;
  }

  async fileBytes(id) {
    const kept = await this.db.get("files", id);
    return kept && this.vault.openBytes(kept.closed, id);
  }

  async dropFile(id) {
    await this.db.delete("files", id);
  }

  // Finishing

  /**
   * Seal a record with its files and put it into the outbox, all or nothing: afterwards nobody here can read it.
   * @param {{data, attachments: {id, name, type, size, sha256, pointer}[], signatures, incomplete}} content
   * @param {{id, jwk}} institution  its public key
   */
  async finish(draft, content, institution) {
    const blobs = await Promise.all(content.attachments.map((file) => this.sealedFile(draft, file, institution)));
    const attachments = content.attachments.map((file, i) => ({ ...file, blob: blobs[i].sha256 }));
    const record = this.record(draft, { ...content, attachments });
    const sealed = await asEnvelope(await seal(institution, draft.id, "record", utf8(JSON.stringify(record))));
    const summary = { definition_id: draft.definition_id, version: draft.version, kind: draft.purpose, finished_at: record.finished_at };
    const entry = {
      id: draft.id, person: this.owner.id, state: "waiting", tries: 0, next_at: 0, summary, ...sealed,
      blobs: blobs.map(({ id, sha256: hash, sealed: bytes }) => ({ id, sha256: hash, size: bytes.length })),
    };
    const tx = this.db.transaction(["outbox", "blobs", "drafts", "files"], "readwrite", STRICT);
    if (await tx.objectStore("drafts").getKey(draft.id)) {
      tx.objectStore("outbox").put(entry);
      for (const blob of blobs) tx.objectStore("blobs").put(blob);
      tx.objectStore("drafts").delete(draft.id);
      await this.dropFiles(tx, draft.id);
    }
    await tx.done;
  }

  record(draft, { data, attachments, signatures, incomplete }) {
    const { id, definition_id, version, sha256: hash, case_id, slot, started_at, language, handed_over, event } = draft;
    return {
      record_id: id, definition_id, version, sha256: hash, case_id, slot, started_at, finished_at: this.clock.iso(),
      tablet_time: this.clock.tabletIso(), time_offset_ms: this.clock.offset, data, signatures, attachments, incomplete,
      volunteer_id: this.owner.id, device_id: this.owner.device.id, language, handed_over, event,
    };
  }

  async sealedFile(draft, { id }, institution) {
    const sealed = packed(await seal(institution, id, "attachment", await this.fileBytes(id)));
    return { id, record: draft.id, sha256: await sha256(sealed), sealed };
  }

  async dropFiles(tx, record) {
    const files = tx.objectStore("files");
    for (const id of await files.index("record").getAllKeys(record)) files.delete(id);
  }

  async put(store, value) {
    const tx = this.db.transaction(store, "readwrite", STRICT);
    tx.store.put(value);
    await tx.done;
  }
}
