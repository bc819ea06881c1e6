// Flags over a plot: lines at moments, each with the first words of a note.

import { colours } from "./colours.js";

const ROWS = 3; // below one another where they would overlap
const HIGH = 16; // pixels of a row
const LONGEST = 28; // characters

const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

// space: {left, width, top, bottom}; flags: {x in pixels, text}.
export function drawFlags(context, { left, width, top, bottom }, flags) {
  const { text: ink, surface, font } = colours(); // the line of the smoothed values has the accent
  const ends = new Array(ROWS).fill(-Infinity);
  context.save();
  context.font = font;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = 1;
  context.strokeStyle = ink;
  for (const flag of flags) {
    const x = Math.round(flag.x) + 0.5;
    if (x < left || x > left + width) continue;
    const words = short(flag.text);
    const wide = context.measureText(words).width + 10;
    const from = Math.min(x, left + width - wide);
    const row = Math.max(ends.findIndex((end) => end < from), 0);
    const high = top + 2 + row * HIGH;
    ends[row] = from + wide + 4;
    context.beginPath();
    context.moveTo(x, high);
    context.lineTo(x, bottom);
    context.stroke();
    context.fillStyle = ink;
    context.fillRect(from, high, wide, HIGH - 1);
    context.fillStyle = surface;
    context.fillText(words, from + 5, high + HIGH / 2);
  }
  context.restore();
}
