// What happens to the stream and the wire, told on the page and, politely, to screen readers.

import { counted, plain } from "../workbench/numbers.js";

const WORDS = { waiting: "Waiting", running: "Running", paused: "Paused", ended: "Ended", failed: "Failed" };
const KEPT = 40; // events
const QUIET = 5000; // ms between two announcements of the same kind

export class Notices {
  stood = ""; // how the stream stood when it was told last
  sourceGaps = 0;
  sourceMissing = 0;
  #said = new Map();

  constructor(root) {
    this.lamp = root.querySelector("[data-lamp]");
    this.words = root.querySelector("[data-standing]");
    this.notice = root.querySelector("[data-notice]");
    this.events = root.querySelector("[data-events]");
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

  // What happened, with its time, for who looks later.
  log(words) {
    const row = document.createElement("li");
    const time = Object.assign(document.createElement("time"), { className: "mono quiet", textContent: new Date().toTimeString().slice(0, 8) });
    row.append(time, ` ${words}`);
    this.events.prepend(row);
    while (this.events.children.length > KEPT) this.events.lastElementChild.remove();
    this.events.closest("section").hidden = false;
  }

  standing({ state, words, gaps, missing }) {
    const now = `${WORDS[state]}. ${words}`.trim();
    if (now !== this.stood) this.log(now);
    if (gaps > this.sourceGaps) this.log(`The source left out ${counted(missing - this.sourceMissing)} samples.`);
    Object.assign(this, { stood: now, sourceGaps: gaps, sourceMissing: missing });
    this.lamp.dataset.state = state;
    this.words.textContent = WORDS[state];
    const asleep = gaps ? `The source left out ${counted(missing)} samples (${gaps} ${gaps === 1 ? "gap" : "gaps"}): the machine slept, or was too busy.` : "";
    this.tell([state === "running" && words === "Connected." ? "" : words, asleep].filter(Boolean).join(" "));
    this.announce(now);
  }

  refused({ detail }) {
    this.tell(detail);
    this.log(`Refused: ${detail}`);
    this.announce(detail);
  }

  broken(words) {
    this.tell(words);
    this.log(words);
    this.announce(words);
  }

  gap(missed, { slow, away }) {
    const many = counted(missed);
    const why = slow && !away ? `This window was too slow: the newest samples are shown, ${many} before them left out.` : `${many} samples are missing.`;
    const words = away ? `${many} samples came while this window was hidden, and are held no longer.` : why;
    this.log(words);
    this.announce(words, "gap");
  }

  // The server's clock was set, or the machine slept.
  clock(jumped) {
    if (!jumped) return;
    const words = `The clock jumped by ${plain(Math.abs(jumped), 3)} s ${jumped > 0 ? "forward" : "back"}: it was set, or the machine slept.`;
    this.log(words);
    this.announce(words, "clock");
  }

  anew() {
    this.log("The stream began anew: another source, or the server was started again.");
    this.announce("The stream began anew.");
  }

  lost(wait, tries) {
    this.lamp.dataset.state = "lost";
    this.words.textContent = "Connection lost, trying again";
    this.tell(`The connection is lost. Trying again in ${wait < 1000 ? `${wait} ms` : `${wait / 1000} s`} (${tries}).`);
    if (tries > 1) return;
    this.log("The connection was lost.");
    this.announce("The connection is lost. Trying again.", "lost");
  }

  found() {
    if (this.lamp.dataset.state === "lost") {
      this.log("Connected again.");
      this.announce("Connected again.", "found");
    }
    this.stood = "";
    this.tell("");
  }
}
