// Says when the server is lost, keeps asking, and says when it is back. Nothing typed is touched.

const EVERY = 10_000; // ms between questions while all is well
const SOON = 1_000; // ms while the server is lost

async function answers() {
  try {
    return (await fetch("/api/status", { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false; // fetch throws when nothing listens: the answer to the question asked
  }
}

export function watchServer(announce) {
  const banner = document.querySelector("[data-lost]");
  const lamp = document.querySelector("[data-connection]");
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    const well = document.hidden || (await answers());
    if (well === !banner.hidden) {
      banner.hidden = well;
      lamp.dataset.connection = well ? "" : "lost";
      lamp.textContent = well ? "Local" : "Server lost";
      if (well) announce("The server answers again.");
    }
    timer = setTimeout(ask, well ? EVERY : SOON);
  }

  timer = setTimeout(ask, EVERY);
  document.addEventListener("htmx:sendError", ask);
  document.addEventListener("unanswered", ask);
  document.addEventListener("visibilitychange", ask);
}
