// Draws the interactive figures: the data stand in the page as JSON, one figure for each theme.

const dark = matchMedia("(prefers-color-scheme: dark)");

function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
}

function draw(place) {
  const sources = [...place.parentElement.querySelectorAll("[data-figure-theme]")];
  const source = sources.find((s) => s.dataset.figureTheme === currentTheme()) ?? sources[0];
  const figure = JSON.parse(source.textContent);
  const config = { responsive: true, displaylogo: false, showSendToCloud: false, ...figure.config };
  place.replaceChildren();
  return Plotly.newPlot(place, figure.data, figure.layout, config);
}

function drawAll() {
  for (const place of document.querySelectorAll("[data-figure]")) draw(place);
}

drawAll();
dark.addEventListener("change", drawAll);
document.addEventListener("htmx:afterSettle", drawAll);
