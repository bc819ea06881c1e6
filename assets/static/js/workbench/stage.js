// A canvas that fills its place, sharp on every screen, painted at most once a frame.

import { onTheme } from "./colours.js";

// What is not needed for the next picture waits until that is on the screen, which takes two frames.
export function afterPaint(work) {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(work)));
}

export class Stage {
  #wanted = false;

  // paint(context, width, height) draws in CSS pixels; opaque: it leaves nothing of what lies below to see.
  constructor(place, paint, { opaque = false } = {}) {
    this.place = place;
    this.paint = paint;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    place.prepend(this.canvas);
    this.context = this.canvas.getContext("2d", { alpha: !opaque });
    this.width = place.clientWidth;
    this.height = place.clientHeight;
    new ResizeObserver(() => this.measure()).observe(place);
    onTheme(() => this.later());
  }

  get density() {
    return devicePixelRatio || 1;
  }

  measure() {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (width === this.width && height === this.height && this.canvas.width) return;
    const wider = width !== this.width;
    this.width = width;
    this.height = height;
    this.now(); // in this very frame, or the old picture is seen stretched
    if (wider) this.place.dispatchEvent(new CustomEvent("resized"));
  }

  later() {
    if (this.#wanted) return;
    this.#wanted = true;
    requestAnimationFrame(() => this.now());
  }

  now() {
    this.painted = this.width > 0;
    this.#wanted = false;
    if (!this.width || !this.height) return;
    const wide = Math.round(this.width * this.density);
    const high = Math.round(this.height * this.density);
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.canvas.width = wide;
      this.canvas.height = high;
    }
    this.context.setTransform(this.density, 0, 0, this.density, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    this.paint(this.context, this.width, this.height);
  }
}
