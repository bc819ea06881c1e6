// Draws the interactive figures. Their data stand in the page as JSON; their colours are names of
// the page's own (“var(--accent)”), so that a figure follows the theme.

const COLOUR = /^var\((--[\w-]+)\)$/;
const FIXED = { responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

let drawn = null; // kept over a change of the parameters, and with it zoom and camera
let drawnBy = null; // the bundle that drew it
let drawing = Promise.resolve();
let asked = false; // a drawing that has not begun yet

function coloured(value, style) {
  if (typeof value === "string") {
    const name = COLOUR.exec(value)?.[1];
    return name ? style.getPropertyValue(name).trim() : value;
  }
  if (Array.isArray(value)) return value.map((item) => coloured(item, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v, style)]));
  }
  return value;
}

const bundles = new Map(); // the loading of each, by its address

function load(url) {
  // The larger bundle has all that the smaller one has.
  const larger = [...bundles.keys()].find((name) => name.includes("3d"));
  if (larger && url.includes("2d")) return bundles.get(larger);
  if (!bundles.has(url)) bundles.set(url, fetched(url));
  return bundles.get(url);
}

function fetched(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      bundles.delete(url); // the next figure asks again
      reject(new Error("The program that draws figures did not load."));
    };
    document.head.append(script);
  });
}

// What stands in the page for readers without JavaScript, with a word on why it is shown.
function showPicture(place, why) {
  const figure = place.closest("figure");
  const words = document.createElement("p");
  words.className = "notice";
  words.setAttribute("role", "status");
  words.textContent = why;
  const still = document.createElement("div");
  still.innerHTML = figure.querySelector("noscript").textContent;
  place.replaceWith(words, ...still.childNodes);
}

async function draw(place) {
  const { data, layout, config } = JSON.parse(place.nextElementSibling.textContent);
  const style = getComputedStyle(document.documentElement);
  const library = await load(place.dataset.bundle);
  if (place === drawn && library !== drawnBy) drawnBy.purge(place); // one bundle knows nothing of another's
  if (!place._fullLayout) place.replaceChildren(); // what a page from the history brought along
  await library.react(place, coloured(data, style), coloured(layout, style), { ...FIXED, ...config });
  if (place.querySelector(".no-webgl")) {
    library.purge(place);
    showPicture(place, "This screen has no WebGL to turn a figure with: here it stands still.");
    return;
  }
  drawn = place;
  drawnBy = library;
}

// Puts the figure that is kept in the place of a new one.
function adopted(place) {
  if (!drawn || drawn === place || drawn.isConnected) return place;
  for (const name of ["aria-label", "data-bundle"]) drawn.setAttribute(name, place.getAttribute(name));
  place.replaceWith(drawn);
  return drawn;
}

async function drawEach() {
  asked = false;
  for (const place of document.querySelectorAll("[data-figure]")) {
    const figure = adopted(place);
    await draw(figure).catch((error) => showPicture(figure, error.message));
  }
}

// One after another: a swap of the page tells of itself several times, also while a bundle loads.
function drawAll() {
  if (asked) return;
  asked = true;
  drawing = drawing.then(drawEach);
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.addEventListener("htmx:afterSwap", drawAll);
document.addEventListener("htmx:historyRestore", drawAll);
