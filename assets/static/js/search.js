// Shows results under the search field as one types. Arrow keys choose, Enter goes, Escape closes.

const WAIT = 120; // ms after the last key

const field = document.querySelector("[data-search]");
const form = field.closest("form");
const list = document.createElement("ul");
list.id = "found";
list.className = "found";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Results");
form.append(list);
for (const [name, value] of Object.entries({
  role: "combobox", "aria-controls": "found", "aria-expanded": "false", "aria-autocomplete": "list",
})) field.setAttribute(name, value);

let timer = 0;
let asking = null;
let chosen = -1;

function close() {
  list.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(index) {
  const options = [...list.querySelectorAll("[role=option]")];
  if (!options.length) return;
  chosen = (index + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[chosen].id);
}

function optionFor({ url, kind, marked }, index) {
  const item = document.createElement("li");
  item.id = `found-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.url = url;
  const title = document.createElement("span");
  for (const [text, found] of marked) {
    const part = document.createElement(found ? "mark" : "span");
    part.textContent = text;
    title.append(part);
  }
  const sort = document.createElement("span");
  sort.className = "quiet";
  sort.textContent = kind;
  item.append(title, sort);
  return item;
}

function show({ options, corrected }) {
  chosen = -1;
  const lines = options.map(optionFor);
  if (!lines.length) {
    const none = document.createElement("li");
    none.className = "quiet";
    none.setAttribute("role", "option");
    none.setAttribute("aria-disabled", "true");
    none.textContent = "Nothing found";
    lines.push(none);
  }
  list.replaceChildren(...lines);
  list.hidden = document.activeElement !== field;
  list.title = Object.entries(corrected).map(([word, meant]) => `${word}: ${meant.join(", ")}`).join("; ");
  field.setAttribute("aria-expanded", String(!list.hidden));
}

async function ask() {
  asking?.abort();
  const words = field.value.trim();
  if (!words) return close();
  asking = new AbortController();
  try {
    const answer = await fetch(`/suggest?words=${encodeURIComponent(words)}`, {
      signal: asking.signal, headers: { Accept: "application/json" },
    });
    if (answer.ok) show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") close(); // the banner says that the server is lost
  }
  return undefined;
}

function pressKey(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) ask();
    else choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
  } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
    event.preventDefault();
    location.assign(list.querySelectorAll("[role=option]")[chosen].dataset.url);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});
field.addEventListener("keydown", pressKey);
field.addEventListener("blur", () => setTimeout(close, 150)); // a click on a result comes first
list.addEventListener("pointerdown", (event) => {
  const url = event.target.closest("[data-url]")?.dataset.url;
  if (url) location.assign(url);
});
