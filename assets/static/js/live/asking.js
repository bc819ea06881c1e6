// What the server is asked to send: which channels, how smooth, how often, from where on.

const SOUGHT = 900_000; // values of one channel that are asked for at once
const PIECE = 100_000; // values of all channels
const MOST = 2_000_000; // samples of a channel's past that are fetched when it is shown again
const STILL = 4; // frames a second where motion is to be reduced
const FULL = 60;
const FEW = 3; // frames that need not be told to be seen, of the 8 that may be (server/live/outlet.py)
const SPARE = 1.5; // frames for each moment of the screen: one that comes late leaves none without

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Asking {
  #channels = []; // which were asked for last

  constructor(live) {
    this.live = live;
    this.came = 0; // frames since the last that was told to be seen
    this.sought = null; // up to which sample the past is asked for
    this.away = false; // whether the page was hidden, until the first frame after that
    calm.addEventListener("change", () => this.all());
    document.addEventListener("visibilitychange", () => this.#hide(document.hidden));
  }

  get rate() {
    return calm.matches ? STILL : FULL;
  }

  // Everything: the server is told after every connection.
  all() {
    const { wire, controls, view, raw } = this.live;
    const { sigma, kind } = controls;
    const wish = { rate: calm.matches ? STILL : FULL * SPARE, sigma, kind, window: Math.min(view.window, 3600) };
    const shown = raw ? this.live.lanes.shown.map(({ channel }) => channel) : [];
    if (shown.length) Object.assign(wish, { channels: shown });
    this.#channels = shown;
    this.sought = null;
    wire.say("watch", wish);
    if (raw && document.hidden) wire.say("pause");
  }

  // Channels were shown or hidden: those that come back bring their past with them.
  channels() {
    const { wire, raw, view, lanes } = this.live;
    const before = this.#channels;
    this.all();
    const back = this.#channels.filter((channel) => !before.includes(channel));
    if (!back.length) return;
    const seen = view.stretch(raw, lanes.pixels);
    const start = Math.max(Math.floor(Math.min(seen.from * seen.width, raw.end - view.span)), raw.first, raw.end - MOST);
    const step = Math.floor(SOUGHT / back.length);
    for (let from = start; from < raw.end; from += step) wire.say("seek", { start: from, stop: from + step, channels: back });
  }

  // Where the window reaches further back than what is here, it is sent from its beginning on.
  window() {
    const { raw, smooth, view, stream, wire } = this.live;
    if (!raw) return;
    if (!view.grow && raw.end - view.span < raw.start && stream.first < raw.start) {
      raw.restart(Math.max(stream.first, raw.end - Math.ceil(view.span)));
      smooth.restart(raw.end);
    }
    this.all();
    wire.say("resume", { at: raw.end });
  }

  // What is held there from before what is here, when it is looked at, piece by piece.
  past() {
    const { raw, view, stream, wire } = this.live;
    const full = raw.end - raw.start >= raw.size;
    if (full || !view.paused || view.paused.from >= raw.start || stream.first >= raw.start) return;
    if (this.sought === raw.start) return;
    this.sought = raw.start;
    const most = Math.floor(PIECE / stream.channels.length);
    wire.say("seek", { start: Math.max(stream.first, raw.start - most), stop: raw.start });
  }

  // Whether a frame of the past is one that was sought.
  answers({ first, count }) {
    return this.sought !== null && first + count <= this.sought;
  }

  // A picture was made of all that came: who does not say so gets nothing more. Every third frame will do.
  seen() {
    if (this.came < FEW) return;
    this.came = 0;
    this.live.wire.say("seen", { number: this.live.raw.end });
  }

  #hide(hidden) {
    const { raw, wire } = this.live;
    if (hidden) wire.say("pause");
    else if (raw) wire.say("resume", { at: raw.end });
    this.away = hidden || this.away;
  }
}
