// The state of the view stands in the page's address.

const NAMES = ["sigma", "kind", "window", "grow", "show", "off", "from", "to", "of"];
let timer = 0;

export function given() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
}

// values: what differs from the usual; "" is left out.
export function keep(values) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value === "" || value === null) query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    history.replaceState(null, "", text ? `${location.pathname}?${text}` : location.pathname);
    document.querySelector("[data-copy-link]").href = location.pathname + location.search;
  }, 250);
}
