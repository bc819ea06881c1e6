// Groups of buttons that are one stop for Tab: the arrow keys go from one to the next, Home and End to the ends.

export function makeToolbar(group) {
  const usable = () => [...group.querySelectorAll("button, a[href]")].filter((one) => !one.disabled);
  const all = () => group.querySelectorAll("button, a[href]");

  // The only one that Tab comes to: the one that was used last, or the first.
  function offer(wanted) {
    const stop = usable().includes(wanted) ? wanted : usable()[0];
    for (const one of all()) one.tabIndex = one === stop ? 0 : -1;
  }

  group.setAttribute("role", "toolbar");
  group.addEventListener("focusin", (event) => offer(event.target));
  group.addEventListener("keydown", (event) => {
    const buttons = usable();
    const at = buttons.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    buttons[(next + buttons.length) % buttons.length].focus();
  });
  // What becomes usable, or ceases to be, may change where the stop is.
  new MutationObserver(() => offer(group.querySelector("[tabindex='0']"))).observe(group, { subtree: true, attributeFilter: ["disabled"] });
  offer(null);
}
