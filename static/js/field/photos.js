/** Files and photos of a form without a network: made small, kept closed beside the draft, named in the form like any kept file. */

const LONGEST_EDGE = 1600, QUALITY = 0.82;
export const LARGEST = 8 * 1024 * 1024;
const FACTS = ["id", "name", "type", "size", "sha256"];

/** A photo as small as it may be while a document on it can still be read; anything else as it is. */
export async function small(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
}

export default class Photos {
  /**
   * @param {HTMLFormElement} form  @param desk  keeps them  @param draft  to which they belong
   * @param {{shown: HTMLTemplateElement, papers: HTMLElement, words: object, refused: (sentence: string) => void}} page
   */
  constructor(form, desk, draft, page) {
    Object.assign(this, { form, desk, draft, page });
    const { papers } = page;
    form.addEventListener("change", ({ target }) => target.type === "file" && this.chosen(target, (facts) => this.place(target, facts)));
    form.addEventListener("click", (event) => event.target.closest("[data-drop-file]") && this.drop(event));
    papers.onchange = ({ target }) => this.chosen(target, (facts) => this.addPaper(facts));
    papers.onclick = (event) => event.target.closest("[data-drop-file]") && this.dropPaper(event.target.closest(".kept-file"));
  }

  /** Show what the draft's texts already name. */
  async show() {
    for (const input of this.form.querySelectorAll('input[type="file"]')) {
      const id = this.draft.texts[`${input.name}-id`]?.[0];
      if (!id) continue;
      const facts = Object.fromEntries(FACTS.map((fact) => [fact, this.draft.texts[`${input.name}-${fact}`]?.[0]]));
      await this.place(input, facts);
    }
    this.page.papers.querySelector("[data-papers]").replaceChildren();
    for (const facts of this.draft.papers) await this.showPaper(facts);
  }

  async chosen(input, keep) {
    const [file] = input.files;
    if (!file) return;
    try {
      const made = await small(file);
      if (made.size > LARGEST) return this.page.refused(this.page.words.file_large);
      await keep(await this.desk.addFile(this.draft, file.name, made));
      input.value = "";
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
    } catch (error) {
      this.page.refused(error.name === "QuotaExceededError" ? this.page.words.full : this.page.words.file_unreadable);
    }
    return undefined;
  }

  async place(input, facts) {
    const field = input.closest(".field--file"), shown = await this.figure(facts);
    field.querySelector(".kept-file")?.remove();
    for (const fact of FACTS) {
      shown.append(Object.assign(document.createElement("input"), { type: "hidden", name: `${input.name}-${fact}`, value: facts[fact] }));
    }
    input.before(shown);
  }

  async figure(facts) {
    const shown = this.page.shown.content.firstElementChild.cloneNode(true), picture = shown.querySelector("img");
    shown.querySelector("[data-name]").textContent = facts.name;
    shown.dataset.id = facts.id;
    const bytes = facts.type.startsWith("image/") && await this.desk.fileBytes(facts.id);
    if (bytes) picture.src = URL.createObjectURL(new Blob([bytes], { type: facts.type }));
    else picture.remove();
    return shown;
  }

  // Papers: photos of documents that belong to the record, though no question asks for them

  async addPaper(facts) {
    this.draft.papers.push(facts);
    await this.showPaper(facts);
  }

  async showPaper(facts) {
    this.page.papers.querySelector("[data-papers]").append(await this.figure(facts));
  }

  async dropPaper(shown) {
    const { id } = shown.dataset;
    this.draft.papers = this.draft.papers.filter((each) => each.id !== id);
    shown.remove();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    await this.desk.dropFile(id);
  }

  async drop(event) {
    const shown = event.target.closest(".kept-file"), id = shown.querySelector('[name$="-id"]').value;
    shown.remove();
    await this.desk.dropFile(id);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Every file that stands in a record, with its place: [{…facts, pointer}] */
  static within(value, pointer = "") {
    if (Array.isArray(value)) return value.flatMap((inner, i) => Photos.within(inner, `${pointer}/${i}`));
    if (value === null || typeof value !== "object") return [];
    if (FACTS.every((fact) => fact in value)) return [{ ...value, pointer }];
    return Object.entries(value).flatMap(([name, inner]) => Photos.within(inner, `${pointer}/${name}`));
  }
}
