// The film of the sweep: fetched as the server draws it, so that the progress is the real one.

import { ask, Ended } from "./elements_ask.js";

const HEAD = 12; // every element at the top of the film has a name of 4 bytes and a size of 8
const SEGMENT = 0x18538067; // holds all that follows
const CLUSTER = 0x1f43b675; // holds one frame

// Counts the frames of a film whose bytes arrive in pieces of any length.
export class FrameCounter {
  frames = 0;
  #head = new Uint8Array(HEAD);
  #filled = 0;
  #skip = 0;

  add(bytes) {
    for (let at = 0; at < bytes.length;) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        this.#skip -= step;
        at += step;
      } else {
        this.#head[this.#filled++] = bytes[at++];
        if (this.#filled === HEAD) this.#enter();
      }
      if (this.#skip === 0 && this.#inCluster) this.#leave();
    }
    return this.frames;
  }

  #inCluster = false;

  #enter() {
    const view = new DataView(this.#head.buffer);
    const name = view.getUint32(0);
    this.#filled = 0;
    this.#skip = name === SEGMENT ? 0 : view.getUint32(8);
    this.#inCluster = name === CLUSTER;
  }

  #leave() {
    this.frames += 1;
    this.#inCluster = false;
  }
}

export class FilmMaker {
  #abort = null;
  #position = 0;
  #address = "";

  constructor(video, progress, words, cancel) {
    Object.assign(this, { video, progress, words, cancel });
    cancel.addEventListener("click", () => this.#abort?.abort());
    video.addEventListener("loadeddata", () => this.seek(this.#position));
  }

  // Calls back once, when the film's place comes into view.
  whenSeen(callback) {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      callback();
    });
    watcher.observe(this.video);
  }

  // Shows the frame at `position`, 0 to 1, unless the film is running.
  seek(position) {
    this.#position = position;
    const { video } = this;
    if (video.paused && video.duration) video.currentTime = position * video.duration;
  }

  // Fetches the film and shows it; false when it was cancelled, by the button or a newer one.
  async make(url, position) {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#position = position;
    this.cancel.disabled = false;
    try {
      this.#show(await ask(url, { signal: abort.signal }, (answer) => this.#read(answer)));
      return true;
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      if (this.#abort === abort) this.words.textContent = "cancelled";
      return false;
    } finally {
      if (this.#abort === abort) this.cancel.disabled = true;
    }
  }

  async #read(answer) {
    if (!answer.ok) throw new Error(`the film was refused: ${answer.status}`);
    const counter = new FrameCounter();
    const pieces = [];
    const reader = answer.body.getReader();
    for (;;) {
      this.progress.value = counter.frames;
      this.words.textContent = `frame ${counter.frames} of ${this.progress.max}`;
      const { done, value } = await reader.read();
      if (done) return new Blob(pieces, { type: "video/webm" });
      pieces.push(value);
      counter.add(value);
    }
  }

  #show(blob) {
    const before = this.#address;
    this.#address = URL.createObjectURL(blob);
    this.video.src = this.#address;
    this.video.preload = "auto";
    if (before) URL.revokeObjectURL(before);
    this.words.textContent = `${this.progress.max} frames, ${(blob.size / 1e6).toFixed(1)} MB`;
  }
}
