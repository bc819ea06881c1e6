// The strip that shows the whole, and a brush on it for the part that is seen above.

import { colours } from "./colours.js";
import { drawBars, drawDots, drawLine } from "./curves.js";
import { LEFT } from "./plot.js";
import { Stage } from "./stage.js";
import { extent } from "./transport.js";

const GRIP = 7; // pixels around an edge that take hold of it

export class Overview {
  curve = null;
  range = null;

  // onRange(range, settled) is told while the brush is dragged and when it is let go.
  constructor(place, plot, onRange) {
    this.place = place;
    this.plot = plot;
    this.onRange = onRange;
    this.stage = new Stage(place, (context) => this.#paint(context));
    this.#listen();
  }

  get columns() {
    return Math.min(Math.round(this.#space().width * this.stage.density), 4000);
  }

  show(curve) {
    this.curve = curve;
    this.stage.later();
  }

  look(range) {
    this.range = range;
    this.stage.later();
  }

  #space() {
    const width = Math.max(this.stage.width - LEFT - this.plot.right, 1);
    const { low = 0, high = 1 } = (this.curve && extent(this.curve)) || {};
    const air = (high - low) * 0.04 || 1;
    const { from = 0, to = 1 } = this.curve ?? {};
    const space = { left: LEFT, width, top: 3, height: Math.max(this.stage.height - 6, 1), low: low - air, high: high + air };
    space.x = (value) => LEFT + ((value - from) / (to - from)) * width;
    space.xAt = (pixel) => from + ((pixel - LEFT) / width) * (to - from);
    return space;
  }

  #paint(context) {
    if (!this.curve || !this.range) return;
    const space = this.#space();
    const { raw, sunken, accent, soft } = colours();
    const end = space.left + space.width;
    const inside = (x) => Math.min(Math.max(x, space.left), end);
    const [start, stop] = [inside(space.x(this.range.from)), inside(space.x(this.range.to))];
    context.fillStyle = sunken;
    context.fillRect(space.left, 0, space.width, this.stage.height);
    context.fillStyle = soft;
    context.fillRect(start, 0, Math.max(stop - start, 2), this.stage.height);
    if (this.curve.form === "columns") drawBars(context, this.curve, space, raw);
    else {
      drawLine(context, this.curve, space, raw, 1);
      drawDots(context, this.curve, space, raw);
    }
    context.fillStyle = accent;
    for (const x of [start, stop]) {
      const at = Math.min(Math.max(x - 1, space.left), end - 2);
      context.fillRect(at, 0, 2, this.stage.height);
      context.beginPath();
      context.roundRect(at - 2, this.stage.height / 2 - 9, 6, 18, 3);
      context.fill();
    }
  }

  #part(x) {
    const space = this.#space();
    const [start, stop] = [space.x(this.range.from), space.x(this.range.to)];
    if (Math.abs(x - start) < GRIP && x < (start + stop) / 2) return "from";
    if (Math.abs(x - stop) < GRIP) return "to";
    return x > start && x < stop ? "both" : "away";
  }

  #listen() {
    let held = null;
    const at = (event) => event.clientX - this.place.getBoundingClientRect().left;
    const moved = (event) => {
      const { part, range, x } = held;
      const space = this.#space();
      const by = space.xAt(at(event)) - space.xAt(x);
      const from = part === "to" ? range.from : range.from + by;
      const to = part === "from" ? range.to : range.to + by;
      return from < to ? { from, to } : { from: to, to: from };
    };
    this.place.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.range || !this.curve) return;
      this.place.setPointerCapture(event.pointerId);
      const part = this.#part(at(event));
      let range = { ...this.range };
      if (part === "away") { // the part seen goes there, as wide as it is
        const middle = this.#space().xAt(at(event));
        const half = (range.to - range.from) / 2;
        range = { from: middle - half, to: middle + half };
      }
      held = { part, range, x: at(event) };
      if (part === "away") this.onRange(range, false);
    });
    this.place.addEventListener("pointermove", (event) => {
      if (held) this.onRange(moved(event), false);
      else if (this.range && this.curve) {
        this.place.style.cursor = { from: "ew-resize", to: "ew-resize", both: "grab" }[this.#part(at(event))] ?? "pointer";
      }
    });
    const drop = (event) => {
      if (held) this.onRange(moved(event), true);
      held = null;
    };
    this.place.addEventListener("pointerup", drop);
    this.place.addEventListener("pointercancel", drop);
  }
}
