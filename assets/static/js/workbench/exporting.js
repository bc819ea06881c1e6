// The drawer through which a view leaves: as a figure, as numbers, as a script, or as what makes it again.

const LOOKS = ["file", "ymin", "ymax", "panes", "map"]; // what numbers do not depend on

const DONE = 1500; // ms that a tick stands on the button

const quoted = (text) => (/^[\w./:=~,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export class Exporting {
  constructor(root, state, announce) {
    this.drawer = document.querySelector("[data-export]");
    this.form = this.drawer.querySelector("[data-figure-form]");
    this.rows = this.drawer.querySelector("[data-rows]");
    this.path = root.dataset.path;
    this.state = state;
    this.announce = announce;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.drawer.addEventListener("input", () => this.#link());
    for (const button of this.drawer.querySelectorAll("[data-copy]")) {
      button.addEventListener("click", () => this.#copy(document.getElementById(button.dataset.copy), button));
    }
  }

  open() {
    this.#link();
    this.drawer.showModal();
  }

  // Every link and text of the drawer as the view is now.
  #link() {
    const { state } = this;
    for (const link of this.drawer.querySelectorAll("[data-figure-link]")) {
      const query = state.query();
      for (const [name, value] of new FormData(this.form)) if (value.trim()) query.set(name, value.trim());
      link.href = `/workbench.${link.dataset.figureLink}?${query}`;
    }
    for (const link of this.drawer.querySelectorAll("[data-numbers-link]")) {
      const query = state.query();
      query.set("part", this.rows.value);
      link.href = `/workbench.${link.dataset.numbersLink}?${query}`;
    }
    this.drawer.querySelector("[data-script-link]").href = `/workbench.py?${state.query()}`;
    const texts = { link: new URL(state.address, location.href).href, curl: this.#curl(), command: this.#command() };
    for (const [name, text] of Object.entries(texts)) {
      const field = document.getElementById(`copy-${name}`);
      field.value = text;
      field.closest(".copied").hidden = !text;
    }
  }

  #curl() {
    const recipe = {};
    for (const [name, value] of this.state.query()) recipe[name] = name in recipe ? [recipe[name], value].flat() : value;
    const body = JSON.stringify({ ...recipe, part: this.rows.value });
    return `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Accept: text/csv" -d ${quoted(body)} ${location.origin}/api/smooth`;
  }

  // Of a file; generated data are made again from their link.
  #command() {
    if (!this.path) return "";
    const options = [...this.state.query(), ["part", this.rows.value]].filter(([name]) => !LOOKS.includes(name));
    const words = options.map(([name, value]) => `--${name.replaceAll("_", "-")}=${quoted(value)}`);
    return ["python -m server smooth", quoted(this.path), ...words, "--out smooth.npy"].join(" ");
  }

  async #copy(field, button) {
    try {
      await navigator.clipboard.writeText(field.value);
      this.announce("Copied.");
      const picture = button.querySelector("use");
      const before = picture.getAttribute("href");
      picture.setAttribute("href", before.replace(/#.*/, "#check"));
      setTimeout(() => picture.setAttribute("href", before), DONE);
    } catch {
      field.select(); // a window without a clipboard: Ctrl C does it
      this.announce("Press Control C to copy.");
    }
  }
}
