// Narrows a table as one types; without this the form asks the server for the same.

for (const input of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.querySelectorAll(`${input.dataset.filter} tbody tr`)];
  const count = document.querySelector("[data-filter-count]");
  const none = document.querySelector("[data-filter-none]");
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = `${shown} of ${rows.length}`;
    none.hidden = shown > 0;
  };
  input.addEventListener("input", narrow);
}
