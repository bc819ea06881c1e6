// Requests one after the other. A newer one takes an older one's place; only while something is
// dragged (`patient`) is the one under way awaited, and then the newest of those that wait is sent.

const OVERTAKEN = 409; // the server knows of a newer request of this page
const AGAIN = 120; // ms before the server is asked again for what it is still making

class Problem extends Error {
  constructor(message, status, told = {}) {
    super(message);
    this.status = status;
    this.told = told;
  }
}

async function refused(answer) {
  const told = await answer.json().catch(() => ({}));
  const first = told.errors?.[0];
  const words = first ? `${first.field}: ${first.message}${first.allowed ? ` (allowed: ${first.allowed})` : ""}` : told.detail;
  return new Problem(words ?? `The server answered ${answer.status}.`, answer.status, told);
}

// ms to wait after a change is settled with what can be told later: `soon`, longer where the curve
// itself took `ms` to compute, so that the next turn of the width does not find the processors busy.
export const calm = (soon, ms) => Math.min(soon + 3 * (ms || 0), 1000);

const pause = (time) => new Promise((done) => setTimeout(done, time));

// The answer to `url` once it is there; meanwhile onProgress({progress, job}) is told how far it is.
export async function fetched(url, { signal, onProgress = () => {}, accept = "application/json" } = {}) {
  for (;;) {
    const answer = await fetch(url, { signal, headers: { Accept: accept }, cache: "no-store" });
    if (answer.status === 202) {
      onProgress(await answer.json());
      await pause(AGAIN);
      if (signal?.aborted) throw new DOMException("", "AbortError");
    } else if (answer.ok) {
      return answer;
    } else {
      throw await refused(answer);
    }
  }
}

export class Lane {
  #running = null;
  #waiting = null;

  // busy: {begin(), progress(told), end(problem)} is told what is under way.
  constructor(busy = null) {
    this.busy = busy;
  }

  // work(answer) is done with the answer, unless something newer was asked. What had to wait is only
  // sent if it is still wanted(); failed(problem) is told why there is no answer. Where what the answer
  // comes to is being fetched already, `coming` is the promise of it: work(null, thatOne) is done with it.
  ask(url, work, { patient = false, wanted = () => true, failed = () => {}, accept, coming = null } = {}) {
    const asked = { url, work, patient, wanted, failed, accept, coming };
    if (this.#running?.patient) { // soon there; it is the newest that has been asked so far
      this.#waiting = asked;
      return;
    }
    this.#running?.controller.abort();
    this.#waiting = null;
    this.#run(asked);
  }

  stop() {
    this.#waiting = null;
    this.#running?.controller.abort();
  }

  async #run(asked) {
    asked.controller = new AbortController();
    this.#running = asked;
    this.busy?.begin();
    let problem = null;
    try {
      const onProgress = (told) => this.busy?.progress(told);
      const come = await asked.coming?.catch(() => null);
      if (asked.controller.signal.aborted) throw new DOMException("", "AbortError");
      const answer = come ? null : await fetched(asked.url, { signal: asked.controller.signal, onProgress, accept: asked.accept });
      await asked.work(answer, come);
    } catch (error) {
      if (error.name !== "AbortError" && error.status !== OVERTAKEN) problem = error;
    }
    if (this.#running !== asked) return; // something newer is under way
    this.#running = null;
    this.busy?.end(problem);
    if (problem) asked.failed(problem);
    const next = this.#waiting;
    this.#waiting = null;
    if (next?.wanted()) this.#run(next);
  }
}
