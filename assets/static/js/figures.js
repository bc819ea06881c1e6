// Draws the interactive figures. Their data stand in the page as JSON; their colours are names of
// the page's own (“var(--accent)”), so that a figure follows the theme.

const COLOUR = /^var\((--[\w-]+)\)$/;
const FIXED = { responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

let drawn = null; // kept over a change of the parameters, and with it zoom and camera

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

function load(url) {
  // The larger bundle has all that the smaller one has.
  if (window.Plotly && (url.includes("2d") || document.querySelector("script[src*='3d']"))) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error("The program that draws figures did not load."));
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
  await load(place.dataset.bundle);
  if (!place._fullLayout) place.replaceChildren(); // what a page from the history brought along
  await Plotly.react(place, coloured(data, style), coloured(layout, style), { ...FIXED, ...config });
  if (place.querySelector(".no-webgl")) {
    Plotly.purge(place);
    showPicture(place, "This screen has no WebGL to turn a figure with: here it stands still.");
    return;
  }
  drawn = place;
}

function drawAll() {
  for (const place of document.querySelectorAll("[data-figure]")) {
    if (drawn && drawn !== place && !drawn.isConnected) {
      for (const name of ["aria-label", "data-bundle"]) {
        drawn.setAttribute(name, place.getAttribute(name));
      }
      place.replaceWith(drawn);
      draw(drawn).catch((error) => showPicture(drawn, error.message));
    } else {
      draw(place).catch((error) => showPicture(place, error.message));
    }
  }
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
document.addEventListener("htmx:afterSwap", drawAll);
document.addEventListener("htmx:historyRestore", drawAll);
