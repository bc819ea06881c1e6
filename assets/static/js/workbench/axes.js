// Axes: lines at round numbers, their labels, and what is measured along them.

import { colours } from "./colours.js";
import { scaledUnit } from "./numbers.js";
import { dateTicks, numberTicks } from "./ticks.js";

export function marksAlong(axis, from, to, length) {
  const most = Math.max(2, Math.floor(length / 92));
  return axis.kind === "date" ? dateTicks(from, to, most) : numberTicks(from, to, most);
}

const FEWEST = 3; // marks, so that values between can be told

// Marks some 44 pixels apart; closer where that would be but one or two.
export function marksUp(low, high, length) {
  for (const apart of [44, 34, 26, 20]) {
    const found = numberTicks(low, high, Math.max(2, Math.floor(length / apart)));
    if (found.marks.length >= FEWEST || apart === 20) return found;
  }
}

const sharp = (value) => Math.round(value) + 0.5;

// The grid behind the curves.
export function drawGrid(context, space, along, up) {
  context.beginPath();
  for (const { at } of along.marks) {
    const x = Math.min(sharp(space.x(at)), space.left + space.width - 0.5); // not beside the frame
    context.moveTo(x, space.top);
    context.lineTo(x, space.top + space.height);
  }
  for (const { at } of up.marks) {
    context.moveTo(space.left, sharp(space.y(at)));
    context.lineTo(space.left + space.width, sharp(space.y(at)));
  }
  context.strokeStyle = colours().grid;
  context.lineWidth = 1;
  context.stroke();
}

// Numbers below, the axis' name at its end.
export function drawBelow(context, space, along, axis) {
  const { muted, text } = colours();
  const base = space.top + space.height;
  context.font = colours().font;
  context.textAlign = "center";
  context.textBaseline = "top";
  const name = nameOf(axis, along.exponent);
  const right = space.left + space.width;
  context.fillStyle = text;
  const room = name ? context.measureText(name).width + 14 : 0;
  context.textAlign = "right";
  context.fillText(name, right, base + 7);
  context.textAlign = "center";
  context.fillStyle = muted;
  for (const { at, label, under } of along.marks) {
    const half = context.measureText(label).width / 2;
    const x = Math.max(space.x(at), half + 2);
    if (x + half < right - room) context.fillText(label, x, base + 7);
    if (under) context.fillText(under, Math.max(x, context.measureText(under).width / 2 + 2), base + 21);
  }
}

// Numbers at a side ("left" or "right"), over them what they measure: at the right that name ends at `end`.
// Returns where it begins.
export function drawBeside(context, space, up, axis, side, colour, end = space.left + space.width + space.right - 2) {
  context.font = colours().font;
  context.fillStyle = colour ?? colours().muted;
  context.textBaseline = "middle";
  context.textAlign = side === "left" ? "right" : "left";
  const x = side === "left" ? space.left - 8 : space.left + space.width + 8;
  for (const { at, label } of up.marks) {
    const y = space.y(at);
    if (y > space.top - 4 && y < space.top + space.height + 4) context.fillText(label, x, y);
  }
  const name = nameOf(axis, up.exponent);
  context.fillStyle = colour ?? colours().text;
  context.textBaseline = "bottom";
  context.textAlign = side === "left" ? "left" : "right";
  context.fillText(name, side === "left" ? 2 : end, space.top - 7);
  return side === "left" ? 2 : end - context.measureText(name).width;
}

function nameOf(axis, exponent) {
  const unit = scaledUnit(axis.unit ?? "", exponent);
  return [axis.label, unit && (axis.label ? `(${unit})` : unit)].filter(Boolean).join(" ");
}

export function drawFrame(context, space) {
  context.strokeStyle = colours().border;
  context.lineWidth = 1;
  context.strokeRect(space.left + 0.5, space.top + 0.5, space.width - 1, space.height - 1);
}
