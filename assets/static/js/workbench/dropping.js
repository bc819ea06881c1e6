// A file dropped on the workbench: a figure that came from it leads back to its view, anything else is opened.
// The native window is told the paths of what was dropped, and opens them in place.

const native = document.documentElement.hasAttribute("data-shell");

function fail(words) {
  const place = document.querySelector("[data-problem]");
  if (!place) return;
  place.querySelector("span").textContent = words;
  place.hidden = false;
}

async function open(file) {
  const answer = await fetch(`/api/uploads?${new URLSearchParams({ name: file.name })}`, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
    body: file,
  });
  const told = await answer.json();
  if (answer.ok) location.assign(told.restored ?? `/import/${told.id}`);
  else fail(told.detail);
}

document.addEventListener("dragover", (event) => {
  if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const [file] = event.dataTransfer.files;
  if (!file) return;
  event.preventDefault();
  if (!native) open(file).catch(() => fail("The server does not answer."));
});
