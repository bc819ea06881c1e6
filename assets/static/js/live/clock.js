// What time it is at the server. Clocks of two machines differ, all can be set, and the browser's own
// stands still while a machine sleeps: so the server is asked now and then. An answer cannot be wrong by
// more than half the time that it was on its way (Cristian 1989): what is believed is moved by as much as
// that demands.

const JUMP = 0.5; // seconds: more than what clocks drift apart between two answers
const EVERY = 5000; // ms

export class Clock {
  #offset = performance.timeOrigin / 1000; // the browser's own opinion, right on the same machine
  #known = false;

  constructor(wire) {
    this.wire = wire;
    setInterval(() => document.hidden || this.ask(), EVERY);
  }

  // Seconds since 1970, at the server.
  now() {
    return this.#offset + performance.now() / 1000;
  }

  ask() {
    this.wire.say("clock", { sent: performance.now() / 1000 });
  }

  // Seconds by which the server's clock jumped since the last answer; 0 if it did not.
  hear({ sent, got, now }, received = performance.now() / 1000) {
    const middle = (got - sent + now - received) / 2;
    const half = Math.max((received - sent - (now - got)) / 2, 0);
    const moved = Math.min(Math.max(this.#offset, middle - half), middle + half) - this.#offset;
    this.#offset += moved;
    const jumped = this.#known && Math.abs(moved) > JUMP ? moved : 0;
    this.#known = true;
    return jumped;
  }
}
