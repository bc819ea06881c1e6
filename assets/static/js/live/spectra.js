// The spectrograms of all lanes, in place of their curves.

import { drawFrequencies, Spectrogram } from "./spectrogram.js";

export class Spectra {
  constructor(lanes, view) {
    this.lanes = lanes;
    this.view = view;
    this.lanes.other = () => this.view.show === "spectrogram" && this;
  }

  begin(samples) {
    this.samples = samples;
    this.each = samples.raw.map((_, channel) => new Spectrogram(samples, channel, this.view.rate));
  }

  paint() {
    this.lanes.paint();
  }

  draw(context, axis) {
    const { shown } = this.lanes;
    const rate = this.view.rate || 1;
    for (const lane of shown) {
      const space = this.lanes.space(lane, axis);
      this.each[lane.channel].paint(context, space, axis);
      drawFrequencies(context, space, axis, lane, { last: lane === shown.at(-1), rate });
    }
  }
}
