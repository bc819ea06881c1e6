// What time it is at the server. Clocks of two machines differ, all can be set, and the browser's own
// stands still while a machine sleeps: so the server is asked now and then, and the answer that was on
// its way the shortest is believed (Mills, RFC 5905).

const KEPT = 8; // answers
const JUMP = 0.5; // seconds that no answer is wrong by
const EVERY = 5000; // ms

export class Clock {
  #answers = [];
  #offset = performance.timeOrigin / 1000;

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
    const trip = received - sent - (now - got);
    const offset = (got - sent + now - received) / 2;
    const known = this.#answers.length > 0;
    const apart = offset - this.#offset;
    const jumped = known && Math.abs(apart) > JUMP + trip ? apart : 0;
    if (jumped) this.#answers = [];
    this.#answers.push({ trip, offset });
    if (this.#answers.length > KEPT) this.#answers.shift();
    this.#offset = this.#answers.reduce((best, one) => (one.trip < best.trip ? one : best)).offset;
    return jumped;
  }
}
