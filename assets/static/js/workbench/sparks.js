// Small lines for the columns of a file, drawn when they come into sight.

import { colours, onTheme } from "./colours.js";
import { fetched } from "./lane.js";
import { decode, extent } from "./transport.js";

const WIDTH = 72;
const HEIGHT = 18;
const MOST = 2_000_000; // rows: of longer files no column is read for its line alone

function draw(canvas, curve) {
  const density = devicePixelRatio || 1;
  canvas.width = WIDTH * density;
  canvas.height = HEIGHT * density;
  const found = extent(curve);
  if (!found) return;
  const context = canvas.getContext("2d");
  context.scale(density, density);
  const y = (stored) => HEIGHT - 1.5 - ((curve.offset + curve.scale * stored - found.low) / (found.high - found.low || 1)) * (HEIGHT - 3);
  const lows = curve.min ?? curve.y;
  const highs = curve.max ?? curve.y;
  const wide = WIDTH / Math.max(lows.length, 1);
  context.strokeStyle = colours().raw;
  context.lineWidth = 1;
  context.beginPath();
  let last = NaN;
  for (let i = 0; i < lows.length; i += 1) {
    const x = curve.x ? (curve.x[i] / (curve.to - curve.from)) * WIDTH : (i + 0.5) * wide;
    if (Number.isNaN(last)) context.moveTo(x, y(lows[i]));
    if (lows[i] === lows[i]) {
      context.lineTo(x, y(lows[i]));
      context.lineTo(x, y(highs[i]));
    }
    last = lows[i];
  }
  context.stroke();
}

async function line(link) {
  const asked = new URLSearchParams(link.search);
  const query = new URLSearchParams({ pixels: WIDTH });
  for (const name of ["file", "inside", "x", "y"]) if (asked.has(name)) query.set(name, asked.get(name));
  const answer = await fetched(`/workbench/overview?${query}`).catch(() => null);
  if (!answer) return; // a column that cannot be drawn has no line
  const [curve] = decode(await answer.arrayBuffer()).curves;
  const canvas = document.createElement("canvas");
  canvas.className = "spark";
  canvas.setAttribute("aria-hidden", "true");
  draw(canvas, curve);
  onTheme(() => draw(canvas, curve));
  link.append(canvas);
}

// One after the other, so that the plot does not wait for them.
export function drawSparks(root, total) {
  if (total > MOST) return;
  let before = Promise.resolve();
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      before = before.then(() => line(target));
    }
  });
  for (const link of root.querySelectorAll("[data-column]")) seen.observe(link);
}
