// Two cursors and what stands at them; a third place is where the mouse is.

import { colours } from "./colours.js";
import { distance, frequency, placed, plain, resolved } from "./numbers.js";
import { valueAt } from "./transport.js";

const NEAR = 6; // pixels
const DOUBLE = 350; // ms between the two clicks of one
const HINT = "Drag to pan, turn the wheel to zoom, click to set a cursor.";
const WORDS = { raw: "raw", smooth: "smooth", also1: "first kept", also2: "second kept" };

export class Cursors {
  at = [null, null]; // places in x
  active = 0;
  hovered = null; // pixels
  #clicked = -Infinity; // when
  #before = [null, null]; // where the cursors were then

  constructor(plot, place, announce) {
    this.plot = plot;
    this.place = place;
    this.announce = announce;
    plot.above.push((context, space) => this.#paint(context, space));
  }

  hover(pixel) {
    this.hovered = pixel;
    this.#show();
  }

  // Shift, or a second click, sets the second cursor; a double click, which means something else, none.
  click(x, event) {
    const double = event.timeStamp - this.#clicked < DOUBLE;
    this.#clicked = event.timeStamp;
    if (double) {
      this.at = this.#before;
      return this.#show();
    }
    this.#before = [...this.at];
    this.active = event.shiftKey || (this.at[0] !== null && this.at[1] === null) ? 1 : 0;
    this.at[this.active] = x;
    this.#show();
  }

  // The way to move the cursor that stands at that pixel, if there is one.
  grab(pixel) {
    const space = this.plot.space();
    const found = this.at.findIndex((x) => x !== null && Math.abs(space.x(x) - pixel) < NEAR);
    if (found < 0) return null;
    return (x) => {
      this.active = found;
      this.at[found] = x;
      this.#show();
    };
  }

  clear() {
    this.at = [null, null];
    this.active = 0;
    this.announce("No cursors.");
    this.#show();
  }

  choose(which) {
    this.active = which;
    this.move(0);
  }

  // By so many columns of the plot; said aloud.
  move(columns) {
    const { from, to } = this.plot.range;
    const start = this.at[this.active] ?? this.at[0] ?? (from + to) / 2;
    this.at[this.active] = Math.min(Math.max(start + columns * this.plot.step, from), to);
    this.#show();
    this.announce(this.#told(this.at[this.active]));
  }

  moveTo(end) {
    this.at[this.active] = this.plot.range[end];
    this.move(0);
  }

  #values(x) {
    return ["raw", "smooth", "also1", "also2"].filter((name) => this.plot.curves.has(name))
      .map((name) => ({ name, value: valueAt(this.plot.curves.get(name), x) }));
  }

  // Extremes where a column holds several values.
  #range(value) {
    if (!value) return "no value";
    const step = (this.plot.scale.high - this.plot.scale.low) / 2000;
    const [low, high] = [resolved(value.low, step), resolved(value.high, step)];
    return low === high ? low : `${low} … ${high}`;
  }

  #told(x) {
    const values = this.#values(x).map(({ name, value }) => `${WORDS[name]} ${this.#range(value).replace("…", "to")}`);
    return [placed(x, this.plot.x, this.plot.step), ...values].join(", ");
  }

  #difference() {
    const [a, b] = this.at;
    const curve = this.plot.curves.get("smooth") ?? this.plot.curves.get("raw");
    const [low, high] = [valueAt(curve, a), valueAt(curve, b)];
    const dx = b - a;
    const parts = [["Δx", distance(dx, this.plot.x)]];
    if (low && high) parts.push(["Δy", plain((high.low + high.high - low.low - low.high) / 2)]);
    if (dx) parts.push(["1/Δx", frequency(1 / Math.abs(dx), this.plot.x)]);
    return parts;
  }

  #show() {
    this.plot.stage.later();
    if (!this.plot.curves.size) return;
    const space = this.plot.space();
    const inside = this.hovered !== null && this.hovered >= space.left && this.hovered <= space.left + space.width;
    const x = inside ? space.xAt(this.hovered) : this.at[this.active];
    const parts = [];
    if (x !== null) {
      parts.push(part("x", placed(x, this.plot.x, this.plot.step)));
      for (const { name, value } of this.#values(x)) parts.push(part(WORDS[name], this.#range(value), name));
    }
    if (this.at[0] !== null && this.at[1] !== null) parts.push(...this.#difference().map(([name, value]) => part(name, value)));
    this.place.replaceChildren(...(parts.length ? parts : [HINT]));
  }

  #paint(context, space) {
    const { accent, muted, surface } = colours();
    if (this.hovered !== null && this.hovered > space.left && this.hovered < space.left + space.width) {
      line(context, space, Math.round(this.hovered) + 0.5, muted, [2, 3]);
    }
    this.at.forEach((x, which) => {
      const at = Math.round(space.x(x ?? NaN)) + 0.5;
      if (!(at >= space.left && at <= space.left + space.width)) return;
      line(context, space, at, accent, []);
      context.fillStyle = accent;
      context.beginPath();
      context.roundRect(at - 8, space.top, 16, 15, 3);
      context.fill();
      context.fillStyle = surface;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText("AB"[which], at, space.top + 8);
    });
  }
}

function line(context, space, x, colour, dash) {
  context.beginPath();
  context.moveTo(x, space.top);
  context.lineTo(x, space.top + space.height);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

function part(name, value, of = "") {
  const place = document.createElement("span");
  if (of) {
    const swatch = document.createElement("i");
    swatch.dataset.of = of;
    place.append(swatch);
  }
  place.append(`${name} `, Object.assign(document.createElement("b"), { textContent: value }));
  return place;
}
