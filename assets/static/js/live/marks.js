// Notes on the picture: a line at the moment that a note is about, with its first words.

import { colours } from "../workbench/colours.js";

const ROWS = 3; // below one another where they would overlap
const HIGH = 16; // pixels of a row
const LONGEST = 28; // characters

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

export class Marks {
  notes = []; // {number, text}

  constructor(lanes) {
    this.lanes = lanes;
    lanes.above.push((context, axis) => this.#draw(context, axis));
  }

  #draw(context, axis) {
    const { shown } = this.lanes;
    if (!this.notes.length || !shown.length) return;
    const space = this.lanes.space(shown[0], axis);
    const last = this.lanes.space(shown.at(-1), axis);
    const ends = new Array(ROWS).fill(-Infinity);
    context.font = colours().font;
    context.textBaseline = "middle";
    for (const { number, text } of this.notes) {
      const x = Math.round(this.lanes.pixelOf(number, axis)) + 0.5;
      if (x < space.left || x > space.left + space.width) continue;
      const wide = context.measureText(short(text)).width + 10;
      const left = Math.min(x, space.left + space.width - wide);
      const row = Math.max(ends.findIndex((end) => end < left), 0);
      ends[row] = left + wide + 4;
      this.#flag(context, { x, left, top: space.top + 2 + row * HIGH, wide, bottom: last.top + last.height, text: short(text) });
    }
  }

  #flag(context, { x, left, top, wide, bottom, text }) {
    const { accent, surface } = colours();
    context.strokeStyle = accent;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.stroke();
    context.fillStyle = accent;
    context.fillRect(left, top, wide, HIGH - 1);
    context.fillStyle = surface;
    context.fillText(text, left + 5, top + HIGH / 2);
  }
}
