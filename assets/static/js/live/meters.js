// How well the picture keeps up: frames a second, the time from a sample's making to its painting.

const KEPT = 240; // frames
const NOMINAL = 1000 / 60; // ms

export class Meters {
  painted = 0; // frames in all
  dropped = 0; // moments of the screen at which a frame was wanted and none was ready
  missed = 0; // samples that never came

  constructor(clock) {
    this.clock = clock;
  }

  #times = new Float64Array(KEPT);
  #late = new Float64Array(KEPT);
  #last = 0;

  // A frame was painted whose newest sample was made at `made` (seconds since 1970).
  frame(time, made, wanted) {
    const apart = time - this.#last;
    const usual = Math.max(1000 / wanted, NOMINAL);
    if (this.#last && apart < 1000 && apart > 1.5 * usual) this.dropped += Math.round(apart / usual) - 1;
    this.#last = time;
    this.#times[this.painted % KEPT] = time;
    this.#late[this.painted % KEPT] = made ? this.clock.now() - made : NaN;
    this.painted += 1;
  }

  // Nothing had to be painted: no moment of the screen was missed.
  still() {
    this.#last = 0;
  }

  get rate() {
    const count = Math.min(this.painted, KEPT);
    if (count < 2) return 0;
    const newest = this.#times[(this.painted - 1) % KEPT];
    const oldest = this.#times[(this.painted - count) % KEPT];
    return ((count - 1) * 1000) / (newest - oldest);
  }

  // The share `part` of the last frames was painted within this time, in ms.
  latency(part = 0.5) {
    const known = [...this.#late.subarray(0, Math.min(this.painted, KEPT))].filter(Number.isFinite).sort((a, b) => a - b);
    return known.length ? known[Math.min(Math.floor(part * known.length), known.length - 1)] * 1000 : NaN;
  }
}
