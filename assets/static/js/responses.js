// The gallery: Enter in an address loads it into the frame beside it, without leaving the page;
// the address follows where the reader goes inside the frame.

const gallery = document.querySelector("[data-gallery]");

// The path and query of an address of this program; null for any other.
function ownPath(text) {
  if (!/^\/(?![/\\])[^\\\s]*$/.test(text)) return null;
  const url = new URL(text, location.origin);
  const itself = url.pathname.replace(/\/+$/, "") === location.pathname.replace(/\/+$/, "");
  return url.origin === location.origin && !itself ? url.pathname + url.search : null;
}

// Keeps the gallery's own address: those of the frames that show something else than at first.
function keep() {
  const changed = new URLSearchParams();
  for (const exhibit of gallery.querySelectorAll("[data-exhibit]")) {
    const input = exhibit.querySelector("input");
    if (input.value !== exhibit.dataset.url) changed.set(input.name, input.value);
  }
  const query = changed.toString();
  history.replaceState(null, "", query ? `${location.pathname}?${query}` : location.pathname);
}

const shown = new WeakMap(); // each exhibit's address

function showAt(exhibit, path) {
  shown.set(exhibit, path);
  exhibit.querySelector("input").value = path;
  exhibit.querySelector("[data-open]").href = path;
  keep();
}

function refuse(exhibit, words) {
  const input = exhibit.querySelector("input");
  if (words) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  const text = Object.assign(document.createElement("p"), { className: "error" });
  text.textContent = words;
  exhibit.querySelector(`#error-${input.name}`).replaceChildren(...(words ? [text] : []));
}

function load(exhibit) {
  const path = ownPath(exhibit.querySelector("input").value.trim());
  if (path === null) {
    refuse(exhibit, "Leads elsewhere. Allowed: a path of this program, such as /42.");
    return;
  }
  refuse(exhibit, "");
  exhibit.querySelector("iframe").contentWindow.location.replace(path);
  showAt(exhibit, path);
}

// Whether the reader is at an address that was not asked for yet.
function isTyping(exhibit) {
  const input = exhibit.querySelector("input");
  return document.activeElement === input && input.value !== shown.get(exhibit);
}

// Where a frame has gone by itself: a link followed in it, a form sent in it.
function follow(exhibit) {
  const { location: place, document: page } = exhibit.querySelector("iframe").contentWindow;
  if (place.origin !== location.origin) return; // not loaded yet
  const sync = () => {
    if (!isTyping(exhibit)) showAt(exhibit, place.pathname + place.search);
  };
  sync();
  page.addEventListener("htmx:pushedIntoHistory", sync);
}

for (const exhibit of gallery.querySelectorAll("[data-exhibit]")) {
  const frame = exhibit.querySelector("iframe");
  if (!frame) continue;
  shown.set(exhibit, exhibit.querySelector("input").value);
  exhibit.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    load(exhibit);
  });
  frame.addEventListener("load", () => follow(exhibit));
}
