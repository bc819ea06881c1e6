// Reading values while it goes on: a cursor, a line of numbers, a sentence, a table, the meters.

import { counted, plain, resolved } from "../workbench/numbers.js";
import { colours } from "../workbench/colours.js";

const QUICK = 120; // ms between two changes of the numbers while a cursor moves
const OFTEN = 250; // and while none does
const SELDOM = 1000; // and of the sentence
const ROWS = 40;

export class Reading {
  #pixel = null; // where the cursor is on a picture that moves
  #sample = null; // and on one that stands still, where the keys moved it
  #numbers = 0;
  #words = 0;

  constructor(root, live) {
    this.live = live;
    this.readout = root.querySelector("[data-readout]");
    this.sentence = root.querySelector("[data-sentence]");
    this.table = root.querySelector("[data-table]");
    const status = (name) => document.querySelector(`[data-${name}]`);
    Object.assign(this, { frames: status("frames"), latency: status("latency"), missed: status("missed") });
    live.lanes.above.push((context, axis) => this.#draw(context, axis));
  }

  begin(stream) {
    this.stream = stream;
    this.#sample = null;
  }

  // The sample under the cursor; null where there is none.
  get sample() {
    if (this.#sample !== null) return this.#sample;
    return this.#pixel === null ? null : this.live.lanes.sampleAt(this.#pixel);
  }

  point(pixel) {
    this.#pixel = pixel;
    this.#sample = null;
    this.live.wanted = true;
  }

  // Arrow keys: a hundredth of what is seen, one sample at least; said aloud.
  step(by) {
    const { view, raw } = this.live;
    this.live.pause(true);
    const { from, to } = view.paused;
    const far = Math.max(Math.round((to - from) / 100), 1);
    const at = this.#sample ?? Math.round((from + to) / 2);
    this.#sample = Math.min(Math.max(at + by * far, raw.first), raw.end - 1);
    this.live.wanted = true;
    this.live.notices.heard.textContent = this.#line(this.#sample);
  }

  painted(time) {
    if (time - this.#numbers > (this.sample === null ? OFTEN : QUICK)) {
      this.#numbers = time;
      this.#tell();
      this.live.recording.tick();
    }
    if (time - this.#words > SELDOM) {
      this.#words = time;
      this.#say();
    }
  }

  #line(sample) {
    const { raw, smooth, view } = this.live;
    const at = view.rate ? `${resolved(sample / view.rate, 1 / view.rate)} s` : `sample ${counted(sample)}`;
    const values = this.stream.channels.map(({ name, unit }, channel) => {
      const value = plain(raw.value(channel, sample), 5);
      const smoothed = smooth.value(channel, sample);
      const more = Number.isFinite(smoothed) ? ` (smoothed ${plain(smoothed, 5)})` : "";
      return `${name} ${value}${unit ? ` ${unit}` : ""}${more}`;
    });
    return `${at}: ${values.filter((_, channel) => !view.off.has(channel)).join(", ")}`;
  }

  #tell() {
    const { raw, meters, view } = this.live;
    const sample = this.sample;
    this.readout.textContent = this.#line(sample === null || sample >= raw.end ? raw.end - 1 : Math.max(sample, raw.start));
    this.frames.textContent = `${Math.round(meters.rate)} frames/s, ${counted(meters.dropped)} dropped`;
    const late = meters.latency();
    this.latency.textContent = Number.isFinite(late) && !view.paused ? `Made to painted ${Math.round(late)} ms (95 %: ${Math.round(meters.latency(0.95))} ms)` : "";
    this.missed.textContent = meters.missed ? `${counted(meters.missed)} samples missed` : "";
  }

  #say() {
    const { raw, view } = this.live;
    const drawn = (scale) => (view.show ? "" : `, on a scale from ${plain(scale.low, 2)} to ${plain(scale.high, 2)}`);
    const parts = this.live.lanes.shown.map(({ axis, scale, channel }) => `${axis.label} is ${plain(raw.value(channel, raw.end - 1), 3)}${axis.unit ? ` ${axis.unit}` : ""}${drawn(scale)}`);
    const doing = view.paused ? "Standing still" : `The last ${plain(view.window)} ${view.rate ? "s" : "samples"}`;
    this.sentence.textContent = `${doing}: ${parts.join("; ")}.`;
    if (this.table.closest("details").open) this.#fill();
  }

  #fill() {
    const { raw, smooth, view } = this.live;
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    const names = this.stream.channels.flatMap(({ name }) => [name, `${name}, smoothed`]);
    for (const text of [view.rate ? "time (s)" : "sample", ...names]) {
      const cell = Object.assign(document.createElement("th"), { scope: "col", textContent: text });
      head.append(cell);
    }
    const body = table.createTBody();
    const last = view.paused ? Math.min(Math.floor(view.paused.to), raw.end) : raw.end;
    for (let sample = last - 1; sample >= Math.max(last - ROWS, raw.first); sample -= 1) {
      const row = body.insertRow();
      row.insertCell().textContent = view.rate ? resolved(sample / view.rate, 1 / view.rate) : counted(sample);
      for (let channel = 0; channel < raw.raw.length; channel += 1) {
        for (const samples of [raw, smooth]) row.insertCell().textContent = plain(samples.value(channel, sample), 6);
      }
    }
    this.table.replaceChildren(table);
  }

  #draw(context) {
    const { lanes } = this.live;
    const x = this.#sample !== null ? lanes.pixelOf(this.#sample) : this.#pixel;
    const shown = lanes.shown;
    if (x === null || !shown.length) return;
    const space = lanes.space(shown[0]);
    const last = lanes.space(shown.at(-1));
    if (x < space.left || x > space.left + space.width) return;
    context.strokeStyle = colours().text;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, space.top);
    context.lineTo(Math.round(x) + 0.5, last.top + last.height);
    context.stroke();
    context.globalAlpha = 1;
  }
}
