// Who watches, and following what another one looks at.

export class People {
  constructor(root, live) {
    this.live = live;
    this.panel = root.querySelector("[data-people-panel]");
    this.list = root.querySelector("[data-people]");
    this.follows = null;
    this.told = "";
  }

  // What is looked at here, for those who follow.
  present() {
    const { view, controls, wire } = this.live;
    if (this.follows) return;
    const { window, grow, show, paused, hidden } = view;
    const seen = { sigma: controls.sigma, kind: controls.kind, window, grow, show, off: hidden, paused: Boolean(paused), from: paused?.from ?? null, to: paused?.to ?? null };
    const text = JSON.stringify(seen);
    if (text !== this.told && wire.open) {
      this.told = text;
      wire.say("present", { view: seen });
    }
  }

  hear(message) {
    if (message.type === "hello") this.told = "";
    if (message.type === "people") this.#show(message);
    if (message.type === "view" && this.follows) this.#adopt(message.view);
  }

  #adopt(seen) {
    if (!("sigma" in seen)) return;
    const { view, controls } = this.live;
    controls.adopt(seen);
    view.paused = seen.paused ? { from: seen.from, to: seen.to } : null;
    controls.showPause(seen.paused);
    this.live.wanted = true;
  }

  #show({ you, members }) {
    const me = members.find(({ id }) => id === you);
    this.follows = me?.follows ?? null;
    this.panel.hidden = members.length < 2;
    this.list.replaceChildren(...members.map((member) => this.#row(member, member.id === you)));
  }

  #row({ id, name }, own) {
    const row = document.createElement("li");
    const lamp = Object.assign(document.createElement("i"), { className: "lamp" });
    lamp.dataset.state = "running";
    const words = document.createElement("span");
    words.textContent = own ? `${name} (you)` : name;
    row.append(lamp, words);
    if (own) return row;
    const followed = this.follows === id;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: followed ? "Leave" : "Follow" });
    button.setAttribute("aria-label", followed ? `No longer follow ${name}` : `See what ${name} sees`);
    button.addEventListener("click", () => this.live.wire.say("follow", { who: followed ? null : id }));
    row.append(button);
    return row;
  }
}
