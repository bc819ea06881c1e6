// What happens to the stream and the wire, told on the page and, politely, to screen readers.

import { counted } from "../workbench/numbers.js";

const WORDS = { waiting: "Waiting", running: "Running", paused: "Paused", ended: "Ended", failed: "Failed" };
const QUIET = 5000; // ms between two announcements of the same kind

export class Notices {
  #said = new Map();

  constructor(root) {
    this.lamp = root.querySelector("[data-lamp]");
    this.words = root.querySelector("[data-standing]");
    this.notice = root.querySelector("[data-notice]");
    this.heard = document.querySelector("[data-announce]");
  }

  announce(words, kind = words) {
    const now = performance.now();
    if (now - (this.#said.get(kind) ?? -QUIET) < QUIET) return;
    this.#said.set(kind, now);
    this.heard.textContent = words;
  }

  tell(words) {
    this.notice.hidden = !words;
    this.notice.querySelector("span").textContent = words;
  }

  standing({ state, words, gaps, missing }) {
    this.state = state;
    this.lamp.dataset.state = state;
    this.words.textContent = WORDS[state];
    const asleep = gaps ? `The source left out ${counted(missing)} samples (${gaps} ${gaps === 1 ? "gap" : "gaps"}): the machine slept, or was too busy.` : "";
    this.tell([state === "running" && words === "Connected." ? "" : words, asleep].filter(Boolean).join(" "));
    this.announce(`${WORDS[state]}. ${words}`);
  }

  refused({ detail }) {
    this.tell(detail);
    this.announce(detail);
  }

  gap(missed) {
    this.announce(`${counted(missed)} samples are missing.`, "gap");
  }

  anew() {
    this.announce("The stream began anew.");
  }

  lost(wait, tries) {
    this.lamp.dataset.state = "lost";
    this.words.textContent = "Connection lost, trying again";
    this.tell(`The connection is lost. Trying again in ${wait < 1000 ? `${wait} ms` : `${wait / 1000} s`} (${tries}).`);
    if (tries === 1) this.announce("The connection is lost. Trying again.", "lost");
  }

  found() {
    if (this.lamp.dataset.state === "lost") this.announce("Connected again.", "found");
    this.tell("");
  }
}
