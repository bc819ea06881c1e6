// The recipe in the page's address, and the way there: each settled change is a step that Back takes
// back. A drag is one step, whatever lies between its ends.

const TOGETHER = 1200; // ms within which changes of one kind are one step
const SOON = 120; // ms after a change is settled
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
  #owed = ""; // what is still to be done to the browser's history

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
    addEventListener("pagehide", () => this.#write());
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
    const names = Object.keys(changes).filter((name) => String(changes[name] ?? "") !== String(before[name] ?? ""));
    const time = performance.now();
    const begins = names.length > 0 && (kind !== this.#kind || time - this.#last > TOGETHER);
    if (begins) this.#write(); // the step before this one, as it was
    this.now = { ...before, ...changes };
    if (begins) {
      this.step += 1;
      this.trail = [...this.trail.slice(0, this.step), words];
    } else if (words && this.step) {
      this.trail[this.step] = words;
    }
    this.#kind = kind;
    this.#last = settled ? time : Infinity;
    if (names.length || settled) this.#tell(names, settled);
    if (names.length) this.#later(begins, settled);
  }

  // Browsers take their time over an address: it is written once what was changed is being drawn.
  #later(begins, settled) {
    this.#owed = begins ? "pushState" : this.#owed || "replaceState";
    if (settled) clearTimeout(this.#timer);
    if (settled || !this.#timer) this.#timer = setTimeout(() => this.#write(), settled ? SOON : SELDOM);
  }

  #write() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#owed) history[this.#owed]({ step: this.step, trail: this.trail }, "", this.address);
    this.#owed = "";
  }

  #back(state) {
    this.#owed = "";
    const before = this.now;
    this.now = read(location.search);
    this.step = state?.step ?? 0;
    this.#kind = "";
    const names = [...new Set([...Object.keys(before), ...Object.keys(this.now)])]
      .filter((name) => String(before[name] ?? "") !== String(this.now[name] ?? ""));
    this.#tell(names, true);
  }

  // So many steps back (or forth).
  go(steps) {
    this.#write();
    const wanted = this.step + steps;
    if (steps && wanted >= 0 && wanted < this.trail.length) history.go(steps);
  }

  onChange(listener) {
    this.#listeners.push(listener);
  }

  #tell(names, settled) {
    for (const listener of this.#listeners) listener(new Set(names), settled);
  }
}
