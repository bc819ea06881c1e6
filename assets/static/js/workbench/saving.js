// Views saved by name: the recipe goes into the library, and comes back by a link.

import { button } from "./compare.js";

const headers = { Accept: "application/json", "Content-Type": "application/json" };

export class Saving {
  constructor(root, state, announce) {
    this.dialog = document.querySelector("[data-save]");
    this.form = this.dialog.querySelector("form");
    this.error = this.dialog.querySelector("[data-save-error]");
    this.panel = root.querySelector("[data-saved]");
    this.list = root.querySelector("[data-saved-list]");
    this.state = state;
    this.announce = announce;
    this.title = root.dataset.title;
    this.form.addEventListener("submit", (event) => this.#save(event));
    this.#load();
  }

  open() {
    this.error.hidden = true;
    this.form.title.value = "";
    this.dialog.showModal();
  }

  get #file() {
    return this.state.now.file ? Number(this.state.now.file) : null;
  }

  async #save(event) {
    event.preventDefault();
    const recipe = { ...this.state.now };
    for (const [name, value] of Object.entries(recipe)) if (value === null || value === "") delete recipe[name];
    const body = JSON.stringify({ title: this.form.title.value.trim(), recipe, file: this.#file });
    try {
      const answer = await fetch("/api/recipes", { method: "POST", headers, body });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      this.dialog.close();
      this.announce("The view is saved.");
      await this.#load();
    } catch (error) {
      this.error.textContent = error instanceof TypeError ? "Not saved: the server does not answer." : error.message;
      this.error.hidden = false;
    }
  }

  // The saved views of this file, or those of generated data.
  async #load() {
    const query = new URLSearchParams(this.#file ? { limit: 50, file: this.#file } : { limit: 50 });
    const answer = await fetch(`/api/recipes?${query}`, { headers }).catch(() => null);
    if (!answer?.ok) return; // the banner tells of a lost server; the list stays as it was
    const { items } = await answer.json();
    const own = items.filter(({ file }) => file === this.#file);
    this.panel.hidden = own.length === 0;
    this.list.replaceChildren(...own.map((item) => this.#item(item)));
  }

  #item({ id, title, recipe }) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(recipe)) for (const one of [value].flat()) query.append(name, one);
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `/workbench?${query}`, textContent: title });
    item.append(link, button("trash-2", `Remove ${title}`, () => this.#remove(id)));
    return item;
  }

  async #remove(id) {
    await fetch(`/api/recipes/${id}`, { method: "DELETE", headers }).catch(() => {}); // the banner tells
    this.announce("The view is in the trash.");
    await this.#load();
  }
}
