// The recipe in the page's address, and the way there: each settled change is a step that Back takes
// back. A drag is one step, whatever lies between its ends.

const TOGETHER = 1200; // ms within which changes of one kind are one step
const SELDOM = 300; // ms between two addresses while something is dragged: browsers refuse more

export function read(search) {
  const given = new URLSearchParams(search);
  const state = Object.fromEntries(given);
  state.also = given.getAll("also");
  return state;
}

export class State {
  #listeners = [];
  #kind = "";
  #last = 0;
  #timer = 0;

  // `defaults` are left out of addresses.
  // The page comes with its own canonical address: dates as numbers, what was wrong left out.
  constructor(defaults, link) {
    this.defaults = defaults;
    const { step = 0, trail = ["Start"] } = history.state ?? {};
    this.step = step;
    this.trail = trail;
    history.replaceState({ step, trail }, "", link);
    this.now = read(location.search);
    addEventListener("popstate", (event) => this.#back(event.state));
  }

  get(name) {
    return this.now[name] ?? String(this.defaults[name] ?? "");
  }

  number(name) {
    const text = this.get(name);
    return text === "" ? null : Number(text);
  }

  // The query of the state, with some of it changed.
  query(changes = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.now, ...changes })) {
      const texts = Array.isArray(value) ? value : [value];
      for (const text of texts) {
        if (text !== null && text !== "" && !this.#usual(name, text)) query.append(name, text);
      }
    }
    return query;
  }

  #usual(name, text) {
    const data = ["n", "seed", "noise"].includes(name) && this.now.source;
    return !data && String(this.defaults[name] ?? "") === String(text);
  }

  get address() {
    const query = this.query().toString();
    return query ? `?${query}` : location.pathname;
  }

  // Changes of the same kind in quick succession, or before one is settled, are one step.
  change(changes, { kind, words, settled = true }) {
    const before = this.now;
    this.now = { ...before, ...changes };
    const names = Object.keys(changes).filter((name) => String(this.now[name] ?? "") !== String(before[name] ?? ""));
    const time = performance.now();
    if (names.length && (kind !== this.#kind || time - this.#last > TOGETHER)) this.#push(words);
    if (words && this.step) this.trail[this.step] = words;
    this.#kind = kind;
    this.#last = settled ? time : Infinity;
    clearTimeout(this.#timer);
    if (settled) this.#replace();
    else this.#timer = setTimeout(() => this.#replace(), SELDOM);
    if (names.length || settled) this.#tell(names, settled);
  }

  #push(words) {
    this.step += 1;
    this.trail = [...this.trail.slice(0, this.step), words];
    history.pushState({ step: this.step, trail: this.trail }, "", this.address);
  }

  #replace() {
    history.replaceState({ step: this.step, trail: this.trail }, "", this.address);
  }

  #back(state) {
    clearTimeout(this.#timer);
    const before = this.now;
    this.now = read(location.search);
    this.step = state?.step ?? 0;
    this.#kind = "";
    const names = [...new Set([...Object.keys(before), ...Object.keys(this.now)])]
      .filter((name) => String(before[name] ?? "") !== String(this.now[name] ?? ""));
    this.#tell(names, true);
  }

  undo() {
    if (this.step > 0) history.back();
  }

  redo() {
    if (this.step < this.trail.length - 1) history.forward();
  }

  onChange(listener) {
    this.#listeners.push(listener);
  }

  #tell(names, settled) {
    for (const listener of this.#listeners) listener(new Set(names), settled);
  }
}
