// Which panes stand below the plot: buttons show and hide them, the address remembers.

const PANES = ["residual", "spectrum", "distribution", "peaks", "band"];

export class Panes {
  constructor(root, state) {
    this.root = root;
    this.state = state;
    for (const button of root.querySelectorAll("[data-pane-button]")) {
      button.addEventListener("click", () => this.toggle(button.dataset.paneButton));
    }
    state.onChange((names) => { if (names.has("panes")) this.show(); });
    this.show();
  }

  isOpen(name) {
    return this.state.get("panes").split(",").includes(name);
  }

  toggle(name) {
    const wanted = PANES.filter((pane) => this.isOpen(pane) !== (pane === name));
    const words = `${name[0].toUpperCase()}${name.slice(1)} ${this.isOpen(name) ? "hidden" : "shown"}`;
    this.state.change({ panes: wanted.join(",") }, { kind: `pane ${name}`, words });
  }

  show() {
    for (const name of PANES) {
      const open = this.isOpen(name);
      this.root.querySelector(`[data-pane-button="${name}"]`).setAttribute("aria-pressed", String(open));
      for (const pane of this.root.querySelectorAll(`[data-pane="${name}"]`)) pane.hidden = !open;
    }
  }
}
