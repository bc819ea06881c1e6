// What the visible part comes to, as measured and smoothed: asked once a change is settled.

import { counted, plain } from "./numbers.js";
import { Lane, calm } from "./lane.js";

const SOON = 250; // ms after a change is settled
const NAMES = { smooth: "Smoothed", also1: "First kept", also2: "Second kept" };

const decibels = (value) => (value === null ? null : `${plain(value, 3)} dB`);

function statistics({ mean, std, minimum, maximum }, unit) {
  const shown = (value) => (value === null || value === undefined ? "–" : plain(value) + unit);
  return [["Mean", shown(mean)], ["Std. dev.", shown(std)], ["Smallest", shown(minimum)], ["Largest", shown(maximum)]];
}

export class Facts {
  constructor(root, state, pixels) {
    this.place = root.querySelector("[data-facts]");
    this.state = state;
    this.pixels = pixels;
    this.lane = new Lane();
  }

  // The curves took `ms` to compute.
  ask(ms) {
    const query = this.state.query({ ymin: null, ymax: null, panes: null });
    query.set("pixels", this.pixels());
    const asked = query.toString();
    if (asked === this.asked) return;
    this.asked = asked;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(query), calm(SOON, ms));
  }

  #ask(query) {
    this.lane.ask(`/workbench/facts?${query}`, async (answer) => this.show(await answer.json()));
  }

  // Something else is wanted first.
  stop() {
    clearTimeout(this.timer);
    this.lane.stop();
    this.asked = "";
  }

  show(facts) {
    const { raw } = facts;
    const [smooth] = facts.curves ?? fieldCurves(facts);
    const unit = facts.unit ?? facts.value.unit;
    const tail = unit ? ` ${unit}` : "";
    const rows = [["As measured"], ["Values", counted(raw.count)]];
    if (raw.gaps) rows.push(["Gaps", counted(raw.gaps)]);
    rows.push(...statistics(raw, tail));
    if (smooth) {
      rows.push([NAMES[smooth.name]], ...statistics(smooth, smooth.words.includes("slope") ? "" : tail));
      rows.push(["White noise left", decibels(smooth.noise_reduction_db === null ? null : -smooth.noise_reduction_db)]);
      rows.push(["Taken away", decibels(smooth.removed_db)]);
      rows.push(["Residual std.", plain(smooth.residual.std ?? NaN) + tail]);
    }
    const shown = rows.filter(([, value]) => value !== null);
    this.place.replaceChildren(...shown.map(([name, value]) => line(name, value)));
  }
}

// What is told of a field, in the shape of what is told of a signal.
function fieldCurves({ smooth, residual }) {
  return smooth ? [{ name: "smooth", words: "", noise_reduction_db: null, removed_db: null, ...smooth, residual }] : [];
}

function line(name, value) {
  const row = document.createElement("div");
  row.append(Object.assign(document.createElement("dt"), { textContent: name }));
  row.append(Object.assign(document.createElement("dd"), { textContent: value ?? "" }));
  if (value === undefined) row.className = "part";
  return row;
}
