// What every page has: theme, shortcuts, copying, forms, the status bar, the lost-server banner.

import { watchServer } from "./connection.js";
import { typing } from "./typing.js";

const HEARD = document.querySelector("[data-announce]");

function announce(words) {
  HEARD.textContent = words;
}

function keepTheme(choice) {
  document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax`;
  location.reload(); // figures are drawn in the theme's colours
}

async function copyLink(link) {
  await navigator.clipboard.writeText(link.href);
  announce("The link is copied.");
  const words = link.lastChild;
  const before = words.textContent;
  words.textContent = "Copied";
  setTimeout(() => { words.textContent = before; }, 1500);
}

function showTiming() {
  const [entry] = performance.getEntriesByType("navigation");
  const timing = entry?.serverTiming?.find(({ name }) => name === "app");
  if (timing) {
    const place = document.querySelector("[data-timing]");
    place.textContent = `Answered in ${Number(timing.duration.toPrecision(2))} ms`;
  }
}

function toggleNumbers() {
  const details = document.querySelector("details.numbers");
  if (details) details.open = !details.open;
}

// Errors come and go beside their fields without the fields being replaced: say so on each.
function markFields() {
  for (const place of document.querySelectorAll("[id^='error-']")) {
    const control = document.getElementById(place.id.replace("error-", "field-"));
    if (place.querySelector(".error")) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }
}

function pressKey(event) {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  const link = document.querySelector("[data-copy-link]");
  if (command && key === "k") {
    event.preventDefault();
    document.querySelector("[data-search]").focus();
  } else if (command && key === "l" && link) {
    event.preventDefault();
    copyLink(link);
  } else if (!command && !event.altKey && !typing(event.target) && !document.querySelector("dialog[open]")) {
    if (key === "?") document.querySelector("[data-shortcuts]").showModal();
    if (key === "t") toggleNumbers();
  }
}

function click(event) {
  const link = event.target.closest("[data-copy-link]");
  if (link) {
    event.preventDefault();
    copyLink(link);
  }
  const menu = document.querySelector(".menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
}

function submit(event) {
  if (event.target.matches("[data-theme-switch]")) {
    event.preventDefault();
    keepTheme(event.submitter.value);
  }
}

// For browsers that do not tell the server that a frame asks (Sec-Fetch-Dest).
if (window.top !== window) document.documentElement.dataset.embedded = "";

document.addEventListener("keydown", pressKey);
document.addEventListener("click", click);
document.addEventListener("submit", submit);
document.addEventListener("htmx:afterSettle", markFields);
addEventListener("load", showTiming);
watchServer(announce);
