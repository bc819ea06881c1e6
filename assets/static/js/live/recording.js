// Recording into the library, with notes at moments.

import { counted, plain, resolved } from "../workbench/numbers.js";

export class Recording {
  constructor(root, live) {
    this.live = live;
    this.button = root.querySelector('[data-do="record"]');
    this.panel = root.querySelector("[data-notes-panel]");
    this.words = root.querySelector("[data-recording]");
    this.form = root.querySelector("[data-note-form]");
    this.list = root.querySelector("[data-notes]");
    this.on = false;
    this.form.addEventListener("submit", (event) => this.#note(event));
  }

  toggle() {
    this.live.wire.say("record", { on: !this.on });
  }

  hear(message) {
    if (message.type === "hello") this.#forget(); // all is told again
    if (message.type === "recording") this.#show(message);
    if (message.type === "noted") this.#noted(message);
  }

  // How long it has been, beside the button's word; called a few times a second.
  tick() {
    if (!this.on || !this.live.raw) return;
    const samples = Math.max(this.live.raw.end - this.start, 0);
    const { rate } = this.live.view;
    this.words.textContent = `${rate ? `${plain(samples / rate, 3)} s` : `${counted(samples)} samples`} in ${this.file}; safe on disk every second.`;
  }

  #show({ on, file, start, kept, problem }) {
    const before = this.on;
    if (on && file !== this.file) this.#forget();
    Object.assign(this, { on, file, start });
    this.button.setAttribute("aria-pressed", String(on));
    this.button.querySelector("span").textContent = on ? "Stop recording" : "Record";
    this.form.hidden = !on;
    this.panel.hidden = !on && !kept;
    if (on) this.live.notices.announce("Recording.");
    else if (kept) this.#kept(kept, before);
    if (problem) this.live.notices.broken(problem);
  }

  #kept(address, now) {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: "Open it in the library" });
    this.words.replaceChildren("The recording is kept. ", link);
    if (now) this.live.notices.announce("The recording is in the library.");
  }

  #note(event) {
    event.preventDefault();
    const field = this.form.elements.text;
    const text = field.value.trim();
    if (!text) return;
    this.live.wire.say("note", { text, at: this.live.reading.sample ?? this.live.raw.end });
    field.value = "";
  }

  #forget() {
    this.list.replaceChildren();
    this.live.marks.notes = [];
  }

  #noted({ at, text, number }) {
    this.live.marks.notes.push({ number, text });
    this.live.wanted = true;
    const row = document.createElement("li");
    const moment = Object.assign(document.createElement("span"), { className: "mono quiet", textContent: `${resolved(at, 0.001)} s ` });
    row.append(moment, text);
    this.list.append(row);
    row.scrollIntoView({ block: "nearest" });
  }
}
