// Notes on the picture, at the samples that they are about.

import { drawFlags } from "../workbench/flags.js";

export class Marks {
  notes = []; // {number, text}

  constructor(lanes) {
    lanes.above.push((context, axis) => {
      const { shown } = lanes;
      if (!this.notes.length || !shown.length) return;
      const { left, width, top } = lanes.space(shown[0], axis);
      const last = lanes.space(shown.at(-1), axis);
      const flags = this.notes.map(({ number, text }) => ({ x: lanes.pixelOf(number, axis), text }));
      drawFlags(context, { left, width, top, bottom: last.top + last.height }, flags);
    });
  }
}
