/** Province, city, district and street offer what lies in the place before; anything may still be typed by hand. */
const loaded = new Map();
/** Each file is fetched once for a page; a failed fetch is asked again the next time. */
function load(url) {
  if (!loaded.has(url)) {
    const answer = fetch(url).then((a) => (a.ok ? a.json() : Promise.reject(new Error(`${a.status} ${url}`))));
    loaded.set(url, answer);
    answer.catch(() => loaded.delete(url));
  }
  return loaded.get(url);
}

export default class Address {
  /** @param {HTMLElement} root  carries data-url (divisions) and maybe data-streets (a folder); its inputs carry data-level */
  constructor(root) {
    this.url = root.dataset.url;
    this.streets = root.dataset.streets;
    this.inputs = Object.fromEntries([...root.querySelectorAll("[data-level]")].map((input) => [input.dataset.level, input]));
    if (!this.url) return;
    // Loaded when somebody comes here: most visits never need it. Without the list one simply types.
    const offer = () => this.offer().catch((error) => console.warn("no list of places", error));
    root.addEventListener("focusin", offer, { once: true });
    root.addEventListener("change", offer);
  }

  async offer() {
    const provinces = await load(this.url);
    const province = this.chosen("province", provinces), city = this.chosen("city", province?.[2]);
    this.list("province", provinces);
    this.list("city", province?.[2]);
    this.list("district", city?.[2]);
    const district = this.chosen("district", city?.[2]);
    if (!this.inputs.street || !this.streets || !district) return;
    const streets = await load(`${this.streets}${province[0]}.json`);
    this.list("street", streets[district[0]]);
  }

  /** The [code, name, parts] that was typed; 广东 finds 广东省, since people leave the last character out. */
  chosen(level, places) {
    const word = this.inputs[level]?.value.trim();
    return word ? places?.find(([, name]) => name === word) ?? places?.find(([, name]) => name.startsWith(word)) : undefined;
  }

  list(level, places = []) {
    this.inputs[level]?.list?.replaceChildren(
      ...places.map(([, name]) => Object.assign(document.createElement("option"), { value: name })));
  }
}
