// The WebSocket to a stream: connects again by itself, later each time, and goes on where it was.

import { unpack } from "./frames.js";

const BACK_OFF = [100, 250, 500, 1000, 2000, 4000]; // ms

// listener: {message(object), frame(frame), lost(ms until the next try), found()}
export class Wire {
  #socket = null;
  #tries = 0;
  #timer = 0;
  stream = "";
  end = 0; // the number that the next sample will have

  constructor(name, listener) {
    this.name = name;
    this.listener = listener;
    addEventListener("pagehide", () => this.#socket?.close());
    addEventListener("pageshow", (event) => event.persisted && this.connect());
    addEventListener("online", () => this.connect());
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    clearTimeout(this.#timer);
    if (this.open) return;
    const query = this.stream ? `?stream=${encodeURIComponent(this.stream)}&from=${this.end}` : "";
    const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/live/${this.name}/socket${query}`);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", ({ data }) => this.#take(data));
    socket.addEventListener("close", () => this.#closed(socket));
    this.#socket = socket;
  }

  say(type, more = {}) {
    if (this.open) this.#socket.send(JSON.stringify({ type, ...more }));
  }

  #opened() {
    this.#tries = 0;
    this.listener.found();
  }

  #closed(socket) {
    if (socket !== this.#socket) return;
    const wait = BACK_OFF[Math.min(this.#tries, BACK_OFF.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => this.connect(), wait);
    this.listener.lost(wait, this.#tries);
  }

  #take(data) {
    if (typeof data === "string") {
      const message = JSON.parse(data);
      if (message.type === "hello") {
        this.stream = message.stream.id;
        this.end = message.start;
      }
      this.listener.message(message);
      return;
    }
    const frame = unpack(data);
    if (!frame.smoothed) this.end = Math.max(this.end, frame.first + frame.count);
    this.listener.frame(frame);
  }
}
