// The form of a new source: only the fields that belong to the chosen kind.

const form = document.querySelector("[data-choose]");

function show() {
  const source = form.elements.source.value;
  for (const field of form.querySelectorAll("[data-for]")) {
    field.hidden = field.dataset.for !== source;
    for (const control of field.querySelectorAll("input, select")) control.disabled = field.hidden;
  }
}

form.addEventListener("change", show);
form.addEventListener("submit", () => {
  for (const input of form.querySelectorAll("input")) if (input.value === "") input.disabled = true; // short addresses
});
addEventListener("pageshow", show);
show();
