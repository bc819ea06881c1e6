// Which part is seen, and the curves for it: asks the server for what has become stale, and for no
// more. The measured curve, say, is not fetched again when only the smoothing has changed.

import { Answers } from "./answers.js";
import { Lane } from "./lane.js";
import { placed } from "./numbers.js";
import { decode } from "./transport.js";

const QUICK = 10; // ms of computing: where the exact curve comes as fast, no preview is asked for
const LEAST = 1e-12; // of the whole: the smallest part that is looked at

const BINARY = "application/octet-stream, application/json";
const read = async (answer) => decode(await answer.arrayBuffer());

const PARTS = ["raw", "smooth", "also", "residual"];
const RANGE = ["from", "to"];
const DATA = ["file", "inside", "x", "y", "source", "n", "seed", "noise"];
const SCALE = ["ymin", "ymax"];
const SMOOTHED = ["smooth", "also1", "also2"];
const DERIVATIVES = ["", "Slope per sample", "Curvature per sample²"];
const SMOOTHING = ["method", "width", "unit", "order"];
const COMMON = ["edges", "cval", "truncate", "min_weight", "fill", "spacing", "degree"]; // to all smoothings

// A place on the x axis as it stands in an address: a number, or a date.
export function position(text) {
  if (text === "" || text === null) return null;
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  const zoned = /[zZ]|[+-]\d\d:?\d\d$/.test(text) || text.length <= 10;
  const time = Date.parse(zoned ? text : `${text}Z`);
  return Number.isNaN(time) ? NaN : time / 1000;
}

export class Explorer {
  whole = null; // {from, to}
  head = null; // what the server told with the last curves
  #owed = new Set(["raw", "smooth", "also"]);
  #version = 0; // counts what makes an answer stale
  #moved = true; // whether the values' scale is to follow, as the range has changed
  #settled = true;
  #turn = 0;
  #quick = false;
  #answers = new Answers(read, BINARY);
  #listeners = [];

  constructor({ state, plot, overview, residual, busy }) {
    Object.assign(this, { state, plot, overview, residual });
    this.lane = new Lane(busy);
    this.name = Math.random().toString(36).slice(2);
    plot.place.addEventListener("resized", () => this.#stale(["raw", "smooth", "also"]));
    state.onChange((names, settled) => this.#changed(names, settled));
  }

  // listener(settled) is told when new curves are shown.
  onShown(listener) {
    this.#listeners.push(listener);
  }

  start() {
    const asked = { from: position(this.state.get("from")), to: position(this.state.get("to")) };
    if (asked.from !== null && asked.to !== null) this.plot.range = asked;
    if (this.residual.open) this.#owed.add("residual");
    this.plot.derived = this.#orders.length;
    this.#ask();
    this.#askOverview();
  }

  #askOverview() {
    const query = new URLSearchParams([...this.state.query()].filter(([name]) => DATA.includes(name)));
    query.set("pixels", this.overview.columns);
    new Lane().ask(`/workbench/overview?${query}`, async (answer) => {
      const [curve] = (await read(answer)).curves;
      this.overview.show(curve);
    });
  }

  // Ask for the curves of these widths while there is nothing else to do.
  prepare(widths) {
    if (this.#owed.size || !this.#settled) return;
    const parts = this.residual.open ? ["smooth", "residual"] : ["smooth"];
    this.#answers.prepare(widths.map((width) => this.#query(parts, "exact", { width }).toString()), this.head.ms);
  }

  // Ask for what is still owed.
  again() {
    if (this.#owed.size) this.#ask();
    if (!this.overview.curve) this.#askOverview();
  }

  // Show a part. Kept within the data, as wide as it was if it fits.
  look({ from, to }, settled = true) {
    if (!this.whole) return;
    const span = this.whole.to - this.whole.from;
    const wide = Math.min(Math.max(to - from, span * LEAST), span);
    const middle = Math.min(Math.max((from + to) / 2, this.whole.from + wide / 2), this.whole.to - wide / 2);
    const everything = wide >= span * (1 - 1e-9);
    const decimals = Math.min(Math.max(Math.ceil(-Math.log10(wide / 1e5)), 0), 15);
    const round = (value) => String(Number(value.toFixed(decimals)));
    const changes = { from: everything ? null : round(middle - wide / 2), to: everything ? null : round(middle + wide / 2) };
    const seen = [middle - wide / 2, middle + wide / 2].map((end) => placed(end, this.plot.x, wide / 100)).join(" to ");
    this.state.change(changes, { kind: "range", words: everything ? "Everything" : `Range ${seen}`, settled });
  }

  // Everything, and the values' scale that fits it.
  fit() {
    this.#moved = true;
    this.state.change({ from: null, to: null, ymin: null, ymax: null }, { kind: "fit", words: "Everything" });
    if (!this.#owed.has("raw")) this.#settle();
  }

  limit({ low, high }, settled = true) {
    const digits = (value) => String(Number(value.toPrecision(6)));
    this.state.change({ ymin: digits(low), ymax: digits(high) }, { kind: "scale", words: "Scale", settled });
  }

  #changed(names, settled) {
    const has = (some) => some.some((name) => names.has(name));
    this.#settled = settled;
    if (has(RANGE)) {
      this.#moved = true;
      this.#answers.forget();
      this.#place();
      this.#stale(["raw", "smooth", "also"], false);
    }
    if (has(SCALE)) {
      this.#moved = true;
      if (!this.#owed.has("raw")) this.#rescale();
    }
    if (has(COMMON)) this.#stale(["smooth", "also"], false);
    if (has(SMOOTHING)) this.#stale(["smooth"], false);
    if (has(["also"])) this.#stale(["also"], false);
    if (has(["panes"]) && this.residual.open) this.#owed.add("residual");
    if (has(["order", "also"])) this.#makeRoom();
    if (this.#owed.size) this.#ask();
    else if (settled) this.#settle();
  }

  // Which derivatives are shown: 1 for a slope, 2 for a curvature.
  get #orders() {
    return [1, 2].filter((order) => SMOOTHED.some((name) => this.#orderOf(name) === order));
  }

  // A derivative's scale takes room from the plot, which then has other columns.
  #makeRoom() {
    const derived = this.#orders.length;
    this.plot.beside = [];
    if (derived === this.plot.derived) return;
    this.plot.derived = derived;
    this.overview.stage.later();
    this.#stale(["raw", "smooth", "also"], false);
  }

  #stale(parts, ask = true) {
    for (const part of parts) this.#owed.add(part);
    if (this.residual.open) this.#owed.add("residual");
    this.#version += 1;
    if (ask) this.#ask();
  }

  // The plot shows the range at once, with the curves that there are.
  #place() {
    const from = position(this.state.get("from")) ?? this.whole?.from;
    const to = position(this.state.get("to")) ?? this.whole?.to;
    if (!(from < to)) return;
    this.plot.look({ from, to });
    this.residual.look({ from, to });
    this.overview.look({ from, to });
  }

  #query(parts, tier, changes = {}) {
    const query = this.state.query({ ...changes, ymin: null, ymax: null, panes: null });
    query.set("pixels", this.plot.columns);
    query.set("parts", parts.join(","));
    query.set("tier", tier);
    return query;
  }

  #ask() {
    if (this.plot.stage.width === 0) return;
    const parts = PARTS.filter((part) => this.#owed.has(part));
    const exact = this.#query(parts, "exact").toString();
    const known = this.#answers.find(exact);
    const coming = this.#answers.coming(exact);
    if (!coming) this.#answers.stop();
    if (known) {
      this.lane.stop();
      this.#take(known, { parts, tier: "exact", version: this.#version });
      return;
    }
    const tier = this.#settled || this.#quick ? "exact" : "preview";
    const asked = { parts, tier, version: this.#version };
    const query = this.#query(parts, tier);
    query.set("view", this.name);
    query.set("turn", (this.#turn += 1));
    const work = async (answer, come) => {
      const head = come ?? await read(answer);
      if (come) asked.tier = "exact";
      if (asked.tier === "exact" && !parts.includes("raw")) this.#answers.keep(exact, head);
      this.#take(head, asked);
    };
    this.lane.ask(`/workbench/view?${query}`, work, { patient: !this.#settled, wanted: () => this.#owed.size > 0, failed: () => this.#fallBack(), accept: BINARY, coming });
  }

  // Where the very first smoothing is refused, the data are shown without one.
  #fallBack() {
    if (this.head) return;
    const query = this.state.query({ method: "none", also: [] });
    query.set("pixels", this.plot.columns);
    query.set("parts", "raw");
    const asked = { parts: ["raw"], tier: "exact", version: -1 };
    new Lane().ask(`/workbench/view?${query}`, async (answer) => this.#take(await read(answer), asked), { accept: BINARY });
  }

  #take(head, { parts, tier, version }) {
    const first = this.head === null;
    this.head = head;
    this.whole = { from: head.x.extent[0], to: head.x.extent[1] };
    if (!(this.whole.to > this.whole.from)) this.whole.to = this.whole.from + 1;
    if (first) this.#meet(head);
    if (tier === "exact") this.#quick = head.ms < QUICK;
    this.#keep(head.curves, parts);
    const current = version === this.#version;
    if (current && tier === "exact") this.#owed.clear();
    if (current) this.#owed.delete("raw");
    if (first || (this.#settled && current && this.#owed.size === 0)) this.#settle();
    else this.#tell(false);
  }

  #meet({ x, y }) {
    const bare = ({ label, unit, kind }) => ({ label: unit && label.endsWith(`, ${unit}`) ? label.slice(0, -unit.length - 2) : label, unit: kind === "date" ? "" : unit });
    this.plot.x = { kind: x.kind, ...bare(x) };
    this.plot.y = bare(y);
    Object.assign(this.residual.plot, { x: this.plot.x, y: { label: "Residual", unit: y.unit } });
    this.#place();
  }

  #keep(curves, parts) {
    const names = parts.flatMap((part) => (part === "also" ? ["also1", "also2"] : [part]));
    for (const name of names) this.plot.curves.delete(name);
    if (parts.includes("residual")) this.residual.keep(curves.filter(({ name }) => name === "residual"));
    this.plot.keep(curves.filter(({ name }) => name !== "residual"));
  }

  #orderOf(name) {
    if (name === "smooth") return Number(this.state.get("order"));
    const step = { also1: 0, also2: 1 }[name];
    return step === undefined ? 0 : Number(this.state.now.also[step]?.split("~")[3] ?? 0);
  }

  #settle() {
    if (this.#moved) this.#rescale();
    const here = !this.#owed.has("smooth") && !this.#owed.has("also");
    if (here && this.plot.beside.length !== this.#orders.length) {
      this.plot.beside = this.#orders.map((order) => this.#scaleOf(order)).filter(Boolean);
    }
    this.plot.stage.later();
    this.#tell(true);
  }

  // A slope and a curvature are of different units: each has a scale.
  #scaleOf(order) {
    const names = SMOOTHED.filter((name) => this.#orderOf(name) === order);
    const fitting = this.plot.fitting(names);
    return fitting && { ...fitting, names, label: DERIVATIVES[order], unit: this.plot.y.unit };
  }

  #rescale() {
    const fitting = this.plot.fitting(["raw"]) ?? this.plot.fitting(["smooth"]) ?? { low: 0, high: 1 };
    const low = this.state.number("ymin") ?? fitting.low;
    const high = this.state.number("ymax") ?? fitting.high;
    this.plot.scale = low < high ? { low, high } : fitting;
    this.plot.beside = [];
    this.plot.stage.later();
    if (this.#settled) this.#moved = false;
  }

  #tell(settled) {
    for (const listener of this.#listeners) listener(settled);
  }
}
