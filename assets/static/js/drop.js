// Opening files: chosen or dropped anywhere on the page. In a browser they are uploaded, with a
// bar and Cancel; the native window opens them where they lie.

const zone = document.querySelector("[data-drop]");
const part = (name) => zone.querySelector(`[data-drop-${name}]`);
const input = part("input");
const native = document.documentElement.hasAttribute("data-shell");
const project = document.querySelector("[data-project]")?.dataset.project;

function fail(words) {
  const place = part("error");
  place.hidden = !words;
  place.textContent = words ?? "";
}

function upload(file, note) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    const query = new URLSearchParams({ name: file.name, ...(project ? { project } : {}) });
    request.open("POST", `/api/uploads?${query}`);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => note(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Error(request.response?.detail ?? `The server refused it (${request.status}).`));
    };
    request.onerror = () => reject(new Error("The server does not answer."));
    request.onabort = () => resolve(null);
    part("cancel").onclick = () => request.abort();
    request.send(file);
  });
}

async function openAll(files) {
  if (!files.length) return;
  fail(null);
  part("state").hidden = false;
  const opened = [];
  const refused = [];
  for (const [i, file] of [...files].entries()) {
    const count = files.length > 1 ? ` (${i + 1} of ${files.length})` : "";
    part("name").textContent = `${file.name}${count}`;
    part("progress").value = 0;
    try {
      const answer = await upload(file, (share) => { part("progress").value = share; });
      if (!answer) break; // cancelled
      opened.push(answer);
    } catch (error) {
      refused.push(files.length > 1 ? `${file.name}: ${error.message}` : error.message);
    }
  }
  part("state").hidden = true;
  input.value = "";
  const view = opened.find((answer) => answer.restored)?.restored; // a figure leads back to what it shows
  if (refused.length) fail(refused.join(" "));
  else if (view) location.assign(view);
  else if (opened.length === 1) location.assign(`/import/${opened[0].id}`);
  else if (opened.length) location.assign("/library?sort=-created");
}

async function openNative() {
  fail(null);
  const answer = await fetch("/shell/open", {
    method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(project ? { project: Number(project) } : {}),
  });
  const told = await answer.json();
  if (!answer.ok) fail(told.detail);
  else if (told.url) location.assign(told.url);
}

function choose(event) {
  if (native) {
    event?.preventDefault();
    openNative().catch((error) => fail(error.message));
  } else if (!input.files.length) {
    event?.preventDefault();
    input.click();
  }
}

if (zone) {
  zone.classList.add("drop-live");
  part("button").addEventListener("click", choose);
  input.addEventListener("change", () => openAll(input.files));
  zone.addEventListener("submit", (event) => {
    event.preventDefault();
    openAll(input.files);
  });
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("drop-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("drop-over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    zone.classList.remove("drop-over");
    // The window is told the paths of what was dropped, and opens them in place.
    if (!native) openAll(event.dataTransfer.files);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "o") {
      event.preventDefault();
      choose();
    }
  });
}
