// The page of a live stream: puts the parts together and paints while samples come.

import { given, keep } from "./address.js";
import { Asking } from "./asking.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { handle } from "./hands.js";
import { Lanes } from "./lanes.js";
import { Marks } from "./marks.js";
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
const GAPS = 64; // that are marked

const root = document.querySelector("[data-live]");

class Live {
  constructor() {
    this.view = new View();
    this.lanes = new Lanes(root.querySelector("[data-plot]"), this.view);
    this.spectra = new Spectra(this.lanes, this.view);
    this.marks = new Marks(this.lanes);
    this.notices = new Notices(root);
    this.wire = new Wire(root.dataset.name, this);
    this.clock = new Clock(this.wire);
    this.meters = new Meters(this.clock);
    this.asking = new Asking(this);
    this.controls = new Controls(root, this);
    this.source = new Source(root, this);
    this.people = new People(root, this);
    this.recording = new Recording(root, this);
    this.reading = new Reading(root, this);
    this.wanted = true; // whether the next moment of the screen wants a picture
    this.fresh = false; // whether samples came since the last
    this.made = 0;
    handle(this);
    requestAnimationFrame((time) => this.#tick(time));
  }

  get oldest() {
    return Math.min(this.raw.oldest, Math.max(this.stream.first, this.raw.end - this.raw.size));
  }

  remember() {
    const { view, controls } = this;
    const at = (sample) => (view.paused ? Math.round(view.paused[sample]) : "");
    keep({
      sigma: controls.chosen ? controls.sigma : "", kind: controls.kind === "causal" ? "causal" : "",
      window: view.window === 10 ? "" : view.window, grow: view.grow ? "1" : "", show: view.show, off: view.hidden,
      from: at("from"), to: at("to"), of: view.paused ? this.stream.id : "",
    });
    this.people.present();
    this.wanted = true;
  }

  pause(on) {
    if (!this.raw) return;
    if (on && !this.view.paused) this.view.pause(this.raw, this.lanes.pixels);
    if (!on) this.view.paused = null;
    this.controls.showPause(on);
    this.remember();
  }

  message(message) {
    if (message.type === "hello") this.#begin(message);
    else if (message.type === "smoothing") this.#smoothed(message);
    else if (message.type === "refused") this.notices.refused(message);
    else if (message.type === "standing") this.notices.standing(message);
    else if (message.type === "clock") this.notices.clock(this.clock.hear(message));
    for (const part of [this.source, this.people, this.recording]) part.hear(message);
  }

  frame(frame) {
    const samples = frame.smoothed ? this.smooth : this.raw;
    if (!samples || frame.channels.at(-1) >= samples.raw.length) return;
    this.fresh = true;
    if (!frame.smoothed) this.#count(frame);
    if (frame.first + frame.count === samples.start && samples.prepend(frame)) this.#older();
    else if (frame.smoothed) samples.write(frame);
    else if (samples.mend(frame)) this.wanted = true;
    else this.#next(frame);
  }

  found() {
    this.notices.found();
    this.asking.all();
    this.clock.ask();
    this.people.present();
  }

  lost(wait, tries) {
    this.notices.lost(wait, tries);
    this.source.revive(tries);
  }

  // The server goes back to the beginning of a wider window where it heard of that after its first frames.
  #count(frame) {
    const { raw } = this;
    this.asking.came += 1;
    if (raw.end === raw.start || frame.first >= raw.start || frame.first + frame.count === raw.start) return;
    if (this.asking.answers(frame)) return; // it comes too late: what is here goes on elsewhere
    raw.restart(frame.first);
    this.smooth.restart(frame.first);
  }

  #older() {
    this.wanted = true;
    this.asking.past();
  }

  #next(frame) {
    const missed = this.raw.write(frame);
    if (missed) this.#gap(frame, missed);
    this.asking.away &&= document.hidden;
    if (frame.made > this.made) this.made = frame.made;
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
    this.marks.notes = [];
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

  #gap({ first, skipped }, missed) {
    this.meters.missed += missed;
    this.lanes.gaps.push({ at: first, missed });
    if (this.lanes.gaps.length > GAPS) this.lanes.gaps.shift();
    this.notices.gap(missed, { slow: skipped > 0, away: this.asking.away });
  }

  #tick(time) {
    requestAnimationFrame((next) => this.#tick(next));
    if (!this.raw || (!this.wanted && !this.fresh)) return;
    const { fresh, view } = this;
    const moves = this.wanted || !view.paused || view.paused.to > this.painted;
    Object.assign(this, { wanted: false, fresh: false });
    if (moves) {
      this.painted = this.raw.end;
      this.lanes.paint();
      this.meters.frame(time, this.made, this.asking.rate);
    } else this.meters.still();
    this.made = 0;
    if (fresh) this.asking.seen();
    this.reading.painted(time);
  }
}

const live = new Live();
live.controls.read(given());
begin(root).then((runs) => runs && live.wire.connect());
root.live = live; // for the tests and measurements of this page
