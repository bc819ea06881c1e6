// The page's colours for what is drawn on a canvas; they follow the theme while the page is open.

const NAMES = {
  surface: "--surface", sunken: "--sunken", text: "--text", muted: "--muted", border: "--border",
  grid: "--figure-grid", raw: "--figure-raw", accent: "--accent", soft: "--accent-soft",
  also1: "--compared-1", also2: "--compared-2",
};

let known = null;
const listeners = [];

export function colours() {
  if (!known) {
    const style = getComputedStyle(document.documentElement);
    known = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, style.getPropertyValue(name).trim()]));
    known.font = `11.5px ${style.fontFamily}`; // of what stands at axes
  }
  return known;
}

export function onTheme(listener) {
  listeners.push(listener);
}

function changed() {
  known = null;
  for (const listener of listeners) listener();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
document.fonts.addEventListener("loadingdone", changed); // what is drawn once is drawn anew in the page's own letters
