// Notes about moments of a recording, where its seconds are the x axis.

import { drawFlags } from "./flags.js";

// moments: {at in seconds, text}.
export function markMoments(plot, moments) {
  if (!moments.length) return;
  plot.above.push((context, { left, width, top, height, x }) => {
    if (plot.x.unit !== "s") return;
    drawFlags(context, { left, width, top, bottom: top + height }, moments.map(({ at, text }) => ({ x: x(at), text })));
  });
}
