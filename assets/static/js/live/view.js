// What is seen of a stream: which stretch, whether it moves on, how much of it.

export const SHORTEST = 16; // samples

export class View {
  window = 10; // in seconds, or samples where nobody knows how many there are in a second
  grow = false;
  show = "";
  paused = null; // {from, to} in samples while the picture stands still
  off = new Set(); // channels that are not shown
  rate = 0;

  // The channels that are not shown, as an address says it.
  get hidden() {
    return [...this.off].sort((a, b) => a - b).join(",");
  }

  set hidden(text) {
    this.off = new Set((text || "").split(",").filter((word) => /^\d+$/.test(word)).map(Number));
  }

  // How many samples there are in one unit of x.
  get unit() {
    return this.rate || 1;
  }

  get span() {
    return Math.max(this.window * this.unit, SHORTEST);
  }

  // The stretch that is seen, in samples, on `pixels` columns of a whole or handy width each.
  stretch(samples, pixels) {
    if (this.paused) {
      const width = (this.paused.to - this.paused.from) / pixels;
      const from = Math.floor(this.paused.from / width);
      return { width, from, to: from + pixels };
    }
    const span = this.grow ? this.#grown(samples) : this.span;
    const width = span / pixels;
    const last = Math.floor(Math.max(samples.end - 1, 0) / width);
    if (this.grow && samples.end - samples.start < span) {
      const from = Math.floor(samples.start / width);
      return { width, from, to: from + pixels };
    }
    return { width, from: last - pixels + 1, to: last + 1 };
  }

  // Grows by steps, so that the columns stay the same for a while.
  #grown(samples) {
    const needed = Math.max(samples.end - samples.oldest, SHORTEST);
    let span = this.span;
    while (span < needed) span *= 1.25;
    return span;
  }

  pause(samples, pixels) {
    const { width, from, to } = this.stretch(samples, pixels);
    this.paused = { from: from * width, to: to * width };
  }

  // Pans and zooms; stays where there are samples, the `oldest` of them maybe still with the server.
  look({ from, to }, samples, oldest) {
    const span = Math.min(Math.max(to - from, SHORTEST), Math.max(samples.end - oldest, SHORTEST) * 1.2);
    const middle = Math.min(Math.max((from + to) / 2, oldest), samples.end);
    this.paused = { from: middle - span / 2, to: middle + span / 2 };
  }
}
