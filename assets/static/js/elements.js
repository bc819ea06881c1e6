// The page of controls. What follows at once: both canvases, the readout, the film's position.
// What waits for Compute: the picture drawn by the server, the numbers, the film.

import { ask, unlessEnded } from "./elements_ask.js";
import { FilmMaker } from "./elements_film.js";
import { Plot } from "./elements_plot.js";
import { Surface } from "./elements_surface.js";

const form = document.querySelector("#controls");
const part = (name, root = document) => root.querySelector(`[data-part="${name}"]`);
const screen = (name) => document.querySelector(`[data-screen="${name}"]`);
const palettes = JSON.parse(document.querySelector("[data-palettes]").textContent);
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const [smallest, largest, rungs] = document.querySelector("[data-instrument]").dataset.ladder
  .split(" ").map(Number);

function pageTheme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "system" ? (darkSystem.matches ? "dark" : "light") : chosen;
}

// What the controls say, by name.
function state() {
  const values = Object.fromEntries(new FormData(form));
  const theme = values.theme === "page" ? pageTheme() : values.theme;
  const stops = form.elements.map.selectedOptions[0].dataset.stops ?? "#000000 #ffffff";
  const rung = (rungs - 1) * Math.log(values.sigma / smallest) / Math.log(largest / smallest);
  return {
    ...values, smallest, largest, theme, palette: palettes[theme] ?? palettes.light, stops: stops.split(" "),
    rung: Math.min(rungs - 1, Math.max(0, Math.round(rung))),
  };
}

const query = () => new URLSearchParams(new FormData(form));

// The numbers at an address, or what is wrong with it.
function floats(url, signal) {
  return ask(url, { signal, headers: { Accept: "application/json" } }, async (answer) => (
    answer.ok ? { values: new Float32Array(await answer.arrayBuffer()), errors: [] }
      : { values: null, errors: (await answer.json()).errors }
  ));
}

function mark(control, wrong) {
  if (wrong) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
}

// The words of a refusal beside its control; everything else is cleared.
function showErrors(errors) {
  for (const place of form.querySelectorAll("[id^='error-']")) {
    const name = place.id.replace("error-", "");
    const error = errors.find(({ field }) => field === name);
    const text = document.createElement("p");
    text.className = "error";
    text.textContent = error ? `${error.message}. Allowed: ${error.allowed}.` : "";
    place.replaceChildren(...(error ? [text] : []));
    mark(form.querySelector(`#field-${name}`), error);
  }
}

let plot = null;
let surface = null;
let film = null;
let pending = new AbortController();
let surfaceOf = "";

// The cheap part: nothing new is needed from the server.
function redraw() {
  const now = state();
  document.querySelector("[data-readout]").textContent = now.sigma;
  document.querySelector("[data-ramp]").style.background =
    `linear-gradient(90deg, ${now.stops.join(", ")})`;
  plot.show(now);
  surface.show(now);
  film.seek((now.rung + 0.5) / rungs);
}

async function refresh() {
  if (!form.elements.seed.value || !form.elements.points.value) return;
  pending.abort();
  pending = new AbortController();
  const { signal } = pending;
  const { values, errors } = await floats(`/elements.f32?${query()}`, signal);
  showErrors(errors);
  if (!values) return;
  plot.data(values);
  const source = `${form.elements.points.value} ${form.elements.seed.value}`;
  if (source !== surfaceOf) {
    const sweep = await floats(`/elements/sweep.f32?${query()}`, signal);
    surface.data(sweep.values, rungs);
    surfaceOf = source;
  }
  redraw();
}

const stale = (name, yes) => screen(name).toggleAttribute("data-stale", yes);

function filmUrl() {
  const { light, dark, print } = part("film").dataset;
  return { light, dark }[pageTheme()] ?? light ?? dark ?? print;
}

async function makeFilm() {
  if (await film.make(filmUrl(), (state().rung + 0.5) / rungs)) stale("film", false);
}

// Takes over what the server says about these controls: picture, numbers, links, errors.
async function compute() {
  const [ok, text] = await ask(`/elements?${query()}`, { headers: { Accept: "text/html" } },
    async (answer) => [answer.ok, await answer.text()]);
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (!ok) {
    for (const place of form.querySelectorAll("[id^='error-']")) {
      place.replaceChildren(...fresh.querySelector(`#${place.id}`).childNodes);
    }
    return;
  }
  for (const name of ["recipe", "picture", "readings", "count"]) {
    part(name).replaceWith(document.adoptNode(part(name, fresh)));
  }
  for (const theme of ["light", "dark", "print"]) {
    const url = part("film", fresh).dataset[theme];
    if (url) part("film").dataset[theme] = url;
    else delete part("film").dataset[theme];
  }
  form.elements.seed.value = fresh.querySelector("#field-seed").value;
  document.querySelector("[data-fresh]").href = fresh.querySelector("[data-fresh]").href;
  history.pushState(null, "", document.querySelector("[data-copy-link]").href);
  stale("picture", false);
  await refresh();
  await makeFilm();
}

// The archive is made by a POST, so that the password stands in no address; then it is a download
// like any other, which the native window saves through its own dialog.
async function saveLocked(lock) {
  const [ok, body] = await ask(lock.action, {
    method: "POST", body: new URLSearchParams(new FormData(lock)),
    headers: { Accept: "application/json" },
  }, async (answer) => [answer.ok, await answer.json()]);
  const place = lock.querySelector("#error-password");
  const words = document.createElement("p");
  words.className = ok ? "done" : "error";
  words.textContent = ok ? "Encrypted and saved." : body.errors[0].message
    + `. Allowed: ${body.errors[0].allowed}.`;
  place.replaceChildren(words);
  mark(lock.elements.password, !ok);
  if (!ok) return;
  lock.elements.password.value = "";
  const link = Object.assign(document.createElement("a"), { href: body.url, download: body.name });
  document.body.append(link);
  link.click();
  link.remove();
}

function start() {
  for (const place of document.querySelectorAll("[data-needs-script], [data-running]")) {
    place.hidden = false;
  }
  for (const place of document.querySelectorAll("[data-without-script]")) place.hidden = true;
  const canvas = document.querySelector("[data-surface]");
  plot = new Plot(document.querySelector("[data-plot]"), document.querySelector("[data-cursor]"));
  surface = new Surface(canvas, document.querySelector("[data-marks]"), () => {
    const notice = document.querySelector("[data-no-webgl]");
    notice.append(part("picture").querySelector("picture").cloneNode(true));
    notice.hidden = false;
    canvas.hidden = true;
  });
  film = new FilmMaker(part("film"), document.querySelector("[data-progress]"),
    document.querySelector("[data-progress-words]"), document.querySelector("[data-cancel]"));
  form.addEventListener("input", ({ target }) => {
    stale("picture", true);
    if (!["sigma", "map"].includes(target.name)) stale("film", true);
    redraw();
    unlessEnded(refresh());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    unlessEnded(compute());
  });
  document.querySelector("[data-lock]").addEventListener("submit", (event) => {
    event.preventDefault();
    unlessEnded(saveLocked(event.currentTarget));
  });
  darkSystem.addEventListener("change", redraw);
  addEventListener("popstate", () => location.reload());
  unlessEnded(refresh());
  film.whenSeen(makeFilm);
}

if (part("film")) start();
