// The box that is drawn with shift held down, while it is drawn.

import { colours } from "./colours.js";

export function drawBox(plot) {
  let shown = null;
  plot.above.push((context) => {
    if (!shown) return;
    const { accent, soft } = colours();
    context.globalAlpha = 0.5;
    context.fillStyle = soft;
    context.fillRect(shown.x0, shown.y0, shown.x1 - shown.x0, shown.y1 - shown.y0);
    context.globalAlpha = 1;
    context.strokeStyle = accent;
    context.lineWidth = 1;
    context.strokeRect(shown.x0 + 0.5, shown.y0 + 0.5, shown.x1 - shown.x0, shown.y1 - shown.y0);
  });
  return (box) => {
    shown = box;
    plot.stage.later();
  };
}
