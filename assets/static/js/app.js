// What every page has: theme, shortcuts, copying, the status bar, the state of the connection.

const announce = (words) => {
  document.querySelector("[data-announce]").textContent = words;
};

// htmx adds a style element and evaluates attributes unless told not to; the CSP forbids both.
if (window.htmx) {
  Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false });
  // A refused form is a page too (422): swap it in, so that the errors show beside their fields.
  htmx.config.responseHandling = [{ code: "204", swap: false }, { code: "[2345]..", swap: true }];
}

function keepTheme(choice) {
  document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax`;
  document.documentElement.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  location.reload(); // figures are drawn in the theme's colours
}

async function copy(text, words) {
  await navigator.clipboard.writeText(text);
  announce(words);
}

function showTiming() {
  const entry = performance.getEntriesByType("navigation")[0];
  const timing = entry?.serverTiming?.find(({ name }) => name === "app");
  const place = document.querySelector("[data-timing]");
  if (timing && place) place.textContent = `Answered in ${timing.duration.toPrecision(2)} ms`;
}

function toggleNumbers() {
  const details = document.querySelector("details.numbers");
  if (details) details.open = !details.open;
}

const inField = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && key === "k") {
    event.preventDefault();
    document.querySelector("[data-search]").focus();
  } else if (command && key === "l" && document.querySelector("[data-copy-link]")) {
    event.preventDefault();
    document.querySelector("[data-copy-link]").click();
  } else if (!command && !event.altKey && !inField(event.target)) {
    if (key === "?") document.querySelector("[data-shortcuts]").showModal();
    if (key === "t") toggleNumbers();
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (link) {
    event.preventDefault();
    const before = link.innerHTML;
    copy(link.href, "The link is copied.").then(() => {
      link.lastChild.textContent = "Copied";
      setTimeout(() => { link.innerHTML = before; }, 1500);
    });
  }
  const menu = document.querySelector(".menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-theme-switch]")) {
    event.preventDefault();
    keepTheme(event.submitter.value);
  }
});

addEventListener("offline", () => {});
addEventListener("load", showTiming);
