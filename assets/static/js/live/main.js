// The page of a live stream: puts the parts together and paints while samples come.

import { given, keep } from "./address.js";
import { Controls } from "./controls.js";
import { handle } from "./hands.js";
import { Lanes } from "./lanes.js";
import { Meters } from "./meters.js";
import { Notices } from "./notices.js";
import { People } from "./people.js";
import { Reading } from "./reading.js";
import { Recording } from "./recording.js";
import { Samples } from "./samples.js";
import { Spectra } from "./spectra.js";
import { begin, Source } from "./source.js";
import { View } from "./view.js";
import { Wire } from "./wire.js";

const AHEAD = 2.5; // windows of samples that are kept here
const MOST = 2 ** 23; // values of all channels
const PIECE = 100_000; // values that are asked for at once
const STILL = 4; // frames a second where motion is to be reduced
const FULL = 60;

const root = document.querySelector("[data-live]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Live {
  constructor() {
    this.view = new View();
    this.lanes = new Lanes(root.querySelector("[data-plot]"), this.view);
    this.spectra = new Spectra(this.lanes, this.view);
    this.meters = new Meters();
    this.notices = new Notices(root);
    this.wire = new Wire(root.dataset.name, this);
    this.controls = new Controls(root, this);
    this.source = new Source(root, this);
    this.people = new People(root, this);
    this.recording = new Recording(root, this);
    this.reading = new Reading(root, this);
    this.wanted = true; // whether the next moment of the screen wants a picture
    this.made = 0;
    handle(this);
    calm.addEventListener("change", () => this.ask());
    document.addEventListener("visibilitychange", () => this.#hide(document.hidden));
    requestAnimationFrame((time) => this.#tick(time));
  }

  get oldest() {
    return Math.min(this.raw.oldest, Math.max(this.stream.first, this.raw.end - this.raw.size));
  }

  get rate() {
    return calm.matches ? STILL : FULL;
  }

  // What is to be sent: the server is told all of it after every connection.
  ask(more = {}) {
    const { sigma, kind } = this.controls;
    this.wire.say("watch", { rate: this.rate, sigma, kind, window: Math.min(this.view.window, 3600), ...more });
  }

  // Asks again; where the window reaches further back than what is here, from its beginning on.
  refill() {
    const { raw, smooth, view, stream } = this;
    const missing = raw && !view.grow && raw.end - view.span < raw.start && stream.first < raw.start;
    if (missing) {
      raw.restart(Math.max(stream.first, raw.end - Math.ceil(view.span)));
      smooth.restart(raw.end);
      this.ask();
      this.wire.say("resume", { at: raw.end });
    } else this.ask();
  }

  // Asks for what is held there from before what is here, when it is looked at, piece by piece.
  reachBack() {
    const { raw, view, stream } = this;
    const full = raw.end - raw.start >= raw.size;
    if (full || !view.paused || view.paused.from >= raw.start || stream.first >= raw.start) return;
    const most = Math.floor(PIECE / stream.channels.length);
    this.wire.say("seek", { start: Math.max(stream.first, raw.start - most), stop: raw.start });
  }

  remember() {
    const { view, controls } = this;
    keep({
      sigma: controls.chosen ? controls.sigma : "", kind: controls.kind === "causal" ? "causal" : "",
      window: view.window === 10 ? "" : view.window, grow: view.grow ? "1" : "", show: view.show,
      off: [...view.off].sort().join(","),
    });
    this.people.present();
    this.wanted = true;
  }

  pause(on) {
    if (!this.raw) return;
    if (on && !this.view.paused) this.view.pause(this.raw, this.lanes.pixels);
    if (!on) this.view.paused = null;
    this.controls.showPause(on);
    this.people.present();
    this.wanted = true;
  }

  message(message) {
    if (message.type === "hello") this.#begin(message);
    else if (message.type === "smoothing") this.#smoothed(message);
    else if (message.type === "refused") this.notices.refused(message);
    else if (message.type === "standing") this.notices.standing(message, this.raw);
    for (const part of [this.source, this.people, this.recording]) part.hear(message);
  }

  frame(frame) {
    const samples = frame.smoothed ? this.smooth : this.raw;
    if (!samples || samples.raw.length !== frame.channels) return;
    if (frame.first + frame.count === samples.start && samples.prepend(frame)) {
      this.wanted = true;
      this.reachBack();
      return;
    }
    if (frame.smoothed) {
      samples.write(frame);
      this.wanted = true;
      return;
    }
    const missed = samples.write(frame);
    if (missed) this.#gap(frame.first, missed);
    if (frame.made > this.made) this.made = frame.made;
    this.wanted = true;
  }

  found() {
    this.notices.found();
    this.ask();
    this.people.present();
  }

  lost(wait, tries) {
    this.notices.lost(wait, tries);
    this.source.revive(tries);
  }

  #begin({ stream, start }) {
    const same = this.stream?.id === stream.id;
    if (this.stream && !same) this.notices.anew();
    this.stream = stream;
    if (same) return;
    this.view.rate = stream.rate;
    this.view.paused = null;
    const most = MOST / stream.channels.length;
    const wanted = Math.min(Math.max(this.view.span * AHEAD, stream.rate * 20, 65_536), most);
    this.raw = new Samples(stream.channels.length, wanted);
    this.smooth = new Samples(stream.channels.length, wanted);
    this.raw.restart(start);
    this.smooth.restart(start);
    this.lanes.gaps = [];
    this.lanes.begin(stream.channels, this.raw, this.smooth);
    this.spectra.begin(this.raw);
    this.controls.begin(stream);
    this.reading.begin(stream);
    this.made = 0;
  }

  #smoothed(message) {
    this.controls.smoothed(message, this.view.unit, this.view.rate);
    this.smooth?.restart(this.raw.end);
    this.wanted = true;
  }

  #gap(at, missed) {
    this.meters.missed += missed;
    this.lanes.gaps.push({ at, missed });
    if (this.lanes.gaps.length > 64) this.lanes.gaps.shift();
    this.notices.gap(missed);
  }

  #hide(hidden) {
    if (hidden) this.wire.say("pause");
    else if (this.raw) this.wire.say("resume", { at: this.raw.end });
  }

  #tick(time) {
    requestAnimationFrame((next) => this.#tick(next));
    if (!this.wanted || !this.raw) return;
    this.wanted = false;
    if (this.view.show === "spectrogram") this.spectra.paint();
    else this.lanes.paint();
    this.meters.frame(time, this.made, this.rate);
    this.made = 0;
    this.wire.say("seen", { number: this.raw.end });
    this.reading.painted(time);
  }
}

const live = new Live();
live.controls.read(given());
begin(root).then((runs) => runs && live.wire.connect());
root.live = live; // for the tests and measurements of this page
