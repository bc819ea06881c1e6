// The steps so far, as a list: each is the browser's own step, so that Back and Undo are the same.

export class History {
  constructor(root, state) {
    this.list = root.querySelector("[data-trail]");
    this.undo = root.querySelector("[data-do=undo]");
    this.redo = root.querySelector("[data-do=redo]");
    this.state = state;
    this.card = this.list.closest("details");
    this.card.addEventListener("toggle", () => this.show());
    state.onChange(() => this.show());
    this.show();
  }

  show() {
    const { step, trail } = this.state;
    const ends = [[this.undo, step === 0], [this.redo, step >= trail.length - 1]];
    for (const [button, end] of ends) if (button.disabled !== end) button.disabled = end;
    if (this.card.open) this.#list(step, trail);
  }

  #list(step, trail) {
    this.list.replaceChildren(...trail.map((words, which) => {
      const item = document.createElement("li");
      const go = Object.assign(document.createElement("button"), { type: "button", textContent: words });
      if (which === step) go.setAttribute("aria-current", "step");
      go.addEventListener("click", () => { this.state.go(which - this.state.step); });
      item.append(go);
      return item;
    }));
  }
}
