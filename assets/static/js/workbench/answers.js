// The curves that came last, and those that are likely to be wanted next: while nothing else is to be
// done, the neighbours of a width are asked for, so that the next turn of it is drawn at once.

import { fetched } from "./lane.js";

const KEPT = 12;
const LONG = 100; // ms of computing: of what takes longer only the likeliest is asked for
const LONGEST = 300; // ms: what takes longer is only asked for when it is wanted

export class Answers {
  #kept = new Map(); // by their query, the oldest first
  #controller = null;
  #coming = { query: "", head: null }; // the one that is being prepared, and the promise of it

  // read(answer) makes of an answer what is kept.
  constructor(read, accept) {
    Object.assign(this, { read, accept });
  }

  find(query) {
    return this.#kept.get(query) ?? null;
  }

  // What is being prepared for that query: a promise, or null.
  coming(query) {
    return this.#controller && this.#coming.query === query ? this.#coming.head : null;
  }

  keep(query, head) {
    this.#kept.delete(query);
    this.#kept.set(query, head);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
  }

  // Other data, or another part of them, are seen.
  forget() {
    this.stop();
    this.#kept.clear();
  }

  stop() {
    this.#controller?.abort();
    this.#controller = null;
  }

  // Ask for those `queries` that are not known, the likeliest first; the last answer took `ms`.
  async prepare(queries, ms) {
    this.stop();
    const wanted = queries.slice(0, ms < LONG ? queries.length : 1).filter((query) => !this.#kept.has(query));
    if (!wanted.length || !(ms < LONGEST) || document.hidden) return;
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    try {
      for (const query of wanted) {
        const head = fetched(`/workbench/view?${query}&ahead=true`, { signal, accept: this.accept }).then(this.read);
        this.#coming = { query, head };
        this.keep(query, await head);
      }
    } catch {
      controller.abort(); // overtaken, refused or unanswered: whoever wants it in earnest asks again, and is told
    }
    if (this.#controller === controller) this.#controller = null;
  }
}
