// Which part of a field is seen and through which point the profiles go: asks for what has become stale.

import { Lane } from "./lane.js";
import { decode } from "./transport.js";

const WINDOW = ["x0", "x1", "y0", "y1"];
const SMOOTHING = ["method", "width", "unit", "order", "edges", "cval", "truncate", "min_weight", "fill", "degree", "also"];
const SHORT = 4096; // columns and rows up to which profiles do not depend on the picture's pixels

export class FieldExplorer {
  head = null;
  layer = "smooth";
  #turn = 0;
  #listeners = [];

  constructor({ state, plot, busy }) {
    Object.assign(this, { state, plot });
    this.lane = new Lane(busy);
    this.pointing = new Lane();
    this.name = Math.random().toString(36).slice(2);
    plot.place.addEventListener("resized", () => this.ask(true));
    state.onChange((names, settled) => this.#changed(names, settled));
  }

  onShown(listener) {
    this.#listeners.push(listener);
  }

  #changed(names, settled) {
    if (names.has("map")) this.plot.recolour(this.state.get("map"));
    if (WINDOW.some((name) => names.has(name))) {
      this.#place();
      this.plot.stage.later();
    }
    if (!names.size || [...WINDOW, ...SMOOTHING].some((name) => names.has(name))) this.ask(settled);
    else this.#tell(settled);
  }

  choose(layer) {
    this.layer = layer;
    this.ask(true);
  }

  #place() {
    const { columns, rows } = this.head;
    const at = (name, other) => this.state.number(name) ?? other;
    this.plot.window = { x0: at("x0", 0), x1: at("x1", columns), y0: at("y0", 0), y1: at("y1", rows) };
  }

  // Whole columns and rows, within the field.
  look({ x0, x1, y0, y1 }, settled) {
    const ends = (low, high, count) => {
      const wide = Math.min(Math.max(Math.round(high - low), 2), count);
      const first = Math.min(Math.max(Math.round((low + high - wide) / 2), 0), count - wide);
      return wide >= count ? [null, null] : [String(first), String(first + wide)];
    };
    const [left, right] = ends(x0, x1, this.head.columns);
    const [top, bottom] = ends(y0, y1, this.head.rows);
    this.state.change({ x0: left, x1: right, y0: top, y1: bottom }, { kind: "range", words: "Part of the field", settled });
  }

  point(column, row, settled = true) {
    const { x0, x1, y0, y1 } = this.plot.window;
    const at = { column: Math.min(Math.max(column, x0), x1 - 1), row: Math.min(Math.max(row, y0), y1 - 1) };
    this.plot.at = at;
    this.plot.stage.later();
    const short = this.head.columns <= SHORT && this.head.rows <= SHORT;
    const url = this.#url(short ? { pixels: 1, lines: 1 } : this.#size(), "raw");
    this.pointing.ask(url, async (answer) => {
      this.#profiles(decode(await answer.arrayBuffer()));
      this.#tell(settled);
    }, { patient: true });
  }

  #size() {
    const { stage } = this.plot;
    const space = this.plot.window ? this.plot.space() : { width: stage.width - 240, height: stage.height - 130 };
    return { pixels: Math.round(Math.max(space.width, 1) * stage.density), lines: Math.round(Math.max(space.height, 1) * stage.density) };
  }

  #url(more, parts) {
    const query = this.state.query();
    const at = this.plot.at ?? {};
    const asked = { ...more, parts, at_column: at.column, at_row: at.row, view: parts === "raw" && more.lines === 1 ? "" : this.name, turn: (this.#turn += 1) };
    for (const [name, value] of Object.entries(asked)) if (value !== undefined && value !== "") query.set(name, value);
    return `/workbench/field?${query}`;
  }

  // Where the very first smoothing is refused, the field is shown as it is.
  ask(settled = true, layer = this.state.get("method") === "none" ? "raw" : this.layer) {
    const failed = () => { if (!this.head && layer !== "raw") this.ask(true, "raw"); };
    const lane = this.head || layer !== "raw" ? this.lane : new Lane();
    const tier = settled ? undefined : "preview";
    lane.ask(this.#url({ ...this.#size(), tier }, layer), async (answer) => {
      const head = decode(await answer.arrayBuffer());
      this.head = head;
      const picture = head.curves.find(({ form }) => form === "field");
      picture.seen = { x0: head.x.from, x1: head.x.to, y0: head.y.from, y1: head.y.to };
      this.#place();
      this.plot.names = { x: head.x.names, y: head.y.names };
      this.plot.show(picture, this.state.get("map"));
      this.#profiles(head);
      if (!this.plot.at) this.point(Math.floor(head.columns / 2), Math.floor(head.rows / 2));
      this.#tell(settled);
    }, { patient: !settled, failed, accept: "application/octet-stream, application/json" });
  }

  #profiles(head) {
    if (!head.at) return;
    this.at = head.at;
    this.plot.profiles.clear();
    for (const curve of head.curves.filter(({ form }) => form !== "field")) {
      const axis = curve.name.startsWith("row_") ? head.x : head.y;
      this.plot.profiles.set(curve.name, { ...curve, from: axis.from, to: axis.to });
    }
    this.plot.stage.later();
  }

  #tell(settled) {
    for (const listener of this.#listeners) listener(settled);
  }
}
