// While a large file is read: moves the bar, and shows the page anew when it is done.

const EVERY = 300; // ms
const place = document.querySelector("[data-waiting]");
const bar = document.querySelector("[data-waiting-progress]");

async function look() {
  try {
    const answer = await fetch(place.dataset.waiting, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload(); // the page tells what is wrong
    const { share, done } = await answer.json();
    bar.value = share;
    if (done) return location.reload();
  } catch {
    bar.removeAttribute("value"); // the server does not answer; the banner says so
  }
  return setTimeout(look, EVERY);
}

if (bar) setTimeout(look, EVERY);
