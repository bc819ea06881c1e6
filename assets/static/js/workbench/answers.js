// The curves that came last, and those that are likely to be wanted next: while nothing else is to be
// done, the neighbours of a width are asked for, so that the next turn of it is drawn at once.

import { fetched } from "./lane.js";

const KEPT = 12;
const LONGEST = 150; // ms of computing: what takes longer is only asked for when it is wanted

export class Answers {
  #kept = new Map(); // by their query, the oldest first
  #controller = null;

  // read(answer) makes of an answer what is kept.
  constructor(read, accept) {
    Object.assign(this, { read, accept });
  }

  find(query) {
    return this.#kept.get(query) ?? null;
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

  // Ask for those `queries` that are not known, one after the other; the last answer took `ms`.
  async prepare(queries, ms) {
    this.stop();
    const wanted = queries.filter((query) => !this.#kept.has(query));
    if (!wanted.length || !(ms < LONGEST) || document.hidden) return;
    const { signal } = (this.#controller = new AbortController());
    try {
      for (const query of wanted) {
        this.keep(query, await this.read(await fetched(`/workbench/view?${query}&ahead=true`, { signal, accept: this.accept })));
      }
    } catch {
      this.stop(); // overtaken, refused or unanswered: whoever wants it in earnest asks again, and is told
    }
  }
}
