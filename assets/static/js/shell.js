// What a browser does by itself and a native window does not: save downloads where the user
// chooses, send outside links to the system's browser, keep own links in the window, print.
// Loaded only where <html data-shell> says that the page is shown in the window.

const OUTSIDE = new Set(["http:", "https:", "mailto:"]);

async function ask(action, body = {}) {
  const response = await fetch(`/shell/${action}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status === 204) return {};
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

// Says what became of a request, beside the status bar, for as long as it takes to read.
function notice(text) {
  const toast = document.createElement("div");
  toast.className = "notice";
  toast.setAttribute("role", "status");
  toast.style.cssText = `position: fixed; right: 16px; bottom: 40px; z-index: 20; max-width: 480px;
    background: var(--text); color: var(--surface); box-shadow: var(--shadow)`;
  document.body.append(toast);
  toast.textContent = text; // after it stands in the page, or a screen reader passes it over
  setTimeout(() => toast.remove(), 6000);
}

async function save(url, name) {
  const path = url.pathname + url.search;
  try {
    const { saved } = await ask("save", { path, name: name || url.pathname.split("/").pop() });
    if (saved) notice(`Saved to ${saved}`);
  } catch (error) {
    notice(`Not saved: ${error.message}`);
  }
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button > 1) return;
  const url = new URL(link.href, location.href);
  const own = url.origin === location.origin;
  if (own && link.hasAttribute("download")) {
    event.preventDefault();
    save(url, link.download);
  } else if (!own && OUTSIDE.has(url.protocol)) {
    event.preventDefault();
    ask("open-external", { url: url.href }).catch((error) => notice(error.message));
  } else if (own && (link.target === "_blank" || event.button === 1 || event.ctrlKey)) {
    event.preventDefault(); // there is one window: a new one would have no way back
    location.assign(url.href);
  }
}

document.addEventListener("click", follow);
document.addEventListener("auxclick", follow);
document.addEventListener("keydown", (event) => {
  const wanted = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!wanted || event.key.toLowerCase() !== "p") return;
  event.preventDefault();
  ask("print").catch((error) => notice(error.message));
});
