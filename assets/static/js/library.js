// Choosing many files: by mouse with Shift and Control, by arrow keys, Space, Control A, Delete.

const form = document.querySelector("[data-chooser]");
const items = [...document.querySelectorAll("[data-item]")];
const boxes = items.map((item) => item.querySelector("input[type=checkbox]"));
const panel = document.querySelector("[data-chosen]");
let last = 0; // the item that was chosen or moved to last

function show() {
  const count = boxes.filter((box) => box.checked).length;
  items.forEach((item, i) => item.classList.toggle("is-chosen", boxes[i].checked));
  panel.hidden = count === 0;
  panel.querySelector("[data-chosen-count]").textContent = `(${count})`;
}

function move(to, extend) {
  const next = Math.max(0, Math.min(to, boxes.length - 1));
  if (extend) {
    boxes[last].checked = true;
    boxes[next].checked = true;
  }
  last = next;
  boxes[last].focus();
  items[last].scrollIntoView({ block: "nearest" });
  show();
}

function columns() {
  if (items[0].tagName === "TR") return 1;
  const top = items[0].offsetTop;
  const below = items.findIndex((item) => item.offsetTop > top);
  return below < 0 ? items.length : below;
}

function pressKey(event) {
  const key = event.key.toLowerCase();
  if (event.target.closest("fieldset, select") || (event.target.matches("input") && event.target.type !== "checkbox")) return;
  const here = items.findIndex((item) => item.contains(event.target));
  if (here >= 0) last = here;
  const steps = { arrowdown: columns(), arrowup: -columns(), arrowright: 1, arrowleft: -1 };
  const sideways = key === "arrowright" || key === "arrowleft";
  if (key in steps && !(sideways && columns() === 1)) {
    event.preventDefault();
    move(here < 0 ? 0 : here + steps[key], event.shiftKey);
  } else if ((event.ctrlKey || event.metaKey) && key === "a") {
    event.preventDefault();
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    show();
  } else if (key === "delete" && boxes.some((box) => box.checked)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-remove]"));
  } else if (key === "escape") {
    for (const box of boxes) box.checked = false;
    show();
  } else if (key === "enter" && event.target.type === "checkbox") {
    event.preventDefault();
    items[last].querySelector("a").click();
  }
}

function click(event) {
  const here = items.findIndex((item) => item.contains(event.target));
  if (here < 0 || event.target.closest("a")) return;
  const box = boxes[here];
  if (event.target !== box) box.checked = !box.checked;
  if (event.shiftKey) {
    const [from, to] = [Math.min(last, here), Math.max(last, here)];
    for (let i = from; i <= to; i += 1) boxes[i].checked = box.checked;
  }
  last = here;
  show();
}

if (form) {
  form.addEventListener("keydown", pressKey);
  form.addEventListener("click", click);
  form.addEventListener("change", show);
  show();
}

const filters = document.querySelector(".filters");
filters.querySelector("[data-filters-go]").hidden = true;
filters.addEventListener("change", () => {
  for (const field of filters.elements) field.disabled = field.value === "" || field.matches("button");
  filters.submit();
});
