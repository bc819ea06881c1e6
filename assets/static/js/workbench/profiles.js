// The profile along a column: a curve that stands upright beside the picture.

import { drawFrame } from "./axes.js";
import { colours } from "./colours.js";
import { plain } from "./numbers.js";
import { extent, valueOf } from "./transport.js";

// How the curves of profiles are drawn, from the one that lies below.
export const LINES = {
  raw: { colour: "raw", thick: 1.1 },
  also2: { colour: "also2", thick: 1.6, dash: [2, 3.5] },
  also1: { colour: "also1", thick: 1.6, dash: [7, 4] },
  smooth: { colour: "accent", thick: 2 },
};

const GAP = 6; // between the two numbers below a profile,
const LINE = 14; // or the second stands a line below

export function drawColumnProfile(context, curves, space, window, wide) {
  const found = curves.map(([, curve]) => extent(curve)).filter(Boolean);
  if (!found.length) return;
  const low = Math.min(...found.map((one) => one.low));
  const high = Math.max(...found.map((one) => one.high));
  const air = (high - low) * 0.06 || 1;
  const box = { left: space.left + space.width + 8, top: space.top, width: wide - 14, height: space.height };
  const across = (value) => box.left + ((value - low + air) / (high - low + 2 * air)) * box.width;
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  for (const [name, curve] of curves) upright(context, curve, space, across, name);
  context.restore();
  drawFrame(context, box);
  context.fillStyle = colours().muted;
  context.textBaseline = "top";
  const [least, most] = [plain(low, 3), plain(high, 3)];
  const both = context.measureText(least).width + context.measureText(most).width;
  const below = box.top + box.height + 5;
  context.textAlign = "left";
  context.fillText(least, box.left, below);
  context.textAlign = "right";
  context.fillText(most, box.left + box.width, both + GAP < box.width ? below : below + LINE);
}

function upright(context, curve, space, across, name) {
  const lows = curve.y ?? curve.min;
  const highs = curve.y ?? curve.max;
  const cell = (curve.to - curve.from) / curve.count;
  let last = NaN;
  context.beginPath();
  for (let i = 0; i < lows.length; i += 1) {
    const y = space.y(curve.from + (curve.x ? curve.x[i] : (i + 0.5) * cell));
    const [low, high] = [across(valueOf(curve, lows[i])), across(valueOf(curve, highs[i]))];
    if (Number.isNaN(last)) context.moveTo(low, y);
    if (low === low) {
      context.lineTo(low, y);
      if (high !== low) context.lineTo(high, y);
    }
    last = low;
  }
  const { colour, thick, dash = [] } = LINES[name];
  context.strokeStyle = colours()[colour];
  context.lineWidth = thick;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}
