/** Says how far the counting is while the server goes through the records, then shows what came of it. */

export default class Impact {
  /** @param {HTMLElement} element  names the address of the counting, and its words for when it breaks off */
  constructor(element) {
    this.element = element;
    this.counting = element.querySelector("[data-counting]");
    this.counting.hidden = false;
    this.count().catch(() => { this.counting.textContent = element.dataset.failed; });
  }

  async count() {
    const response = await fetch(this.element.dataset.address);
    if (!response.ok) throw new Error(response.status);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "", told = false;
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + (value ?? "")).split("\n");
      rest = lines.pop();
      for (const line of lines) told = this.tell(JSON.parse(line)) || told;
      if (done) break;
    }
    if (!told) throw new Error("no answer");
  }

  /** One line of the counting. Returns whether it was the last. */
  tell({ done, all, html }) {
    if (html !== undefined) {
      this.element.innerHTML = html;
      return true;
    }
    const bar = this.counting.querySelector("progress");
    bar.max = all || 1;
    bar.value = done;
    this.counting.querySelector("[data-how-far]").textContent = `${done} / ${all}`;
    return false;
  }
}
