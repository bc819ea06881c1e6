// Lets the table of values scroll through all rows: a window of them is fetched as it comes near.
// Without this the links above the table lead from page to page.

const COUNT = 200; // rows fetched at once
const TALLEST = 8_000_000; // pixels: browsers cut off far taller elements

const section = document.querySelector("[data-table]");
const frame = section?.querySelector("[data-table-frame]");
const body = frame?.querySelector("tbody");
const total = Number(section?.dataset.rows ?? 0);

function start() {
  const rowHeight = body.rows[0].getBoundingClientRect().height;
  const height = Math.min(total * rowHeight, TALLEST);
  const shown = Math.ceil(frame.clientHeight / rowHeight) + 2;
  const words = section.querySelector("[data-table-place]");
  const blocks = new Map(); // first row of a block -> its cells
  let first = Number(section.dataset.row) - 1;
  let painted = -1;

  const before = document.createElement("tbody");
  const after = document.createElement("tbody");
  for (const pad of [before, after]) {
    pad.setAttribute("aria-hidden", "true");
    pad.insertRow().insertCell();
  }
  body.before(before);
  body.after(after);
  section.classList.add("table-live");

  // Where all rows do not fit into an element, a pixel stands for several of them.
  const reach = Math.max(height - frame.clientHeight, 1);
  const last = Math.max(total - shown + 3, 0);
  const scaled = total * rowHeight > TALLEST;
  const rowAt = (top) => Math.round(scaled ? (top / reach) * last : top / rowHeight);
  const topOf = (row) => (scaled ? (row / Math.max(last, 1)) * reach : row * rowHeight);

  async function block(start) {
    if (!blocks.has(start)) {
      const query = new URLSearchParams({
        row: start + 1, count: COUNT, column: section.dataset.column, inside: section.dataset.inside,
      });
      blocks.set(start, fetch(`${section.dataset.table}?${query}`).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }).then(({ cells }) => cells));
      if (blocks.size > 40) blocks.delete(blocks.keys().next().value);
    }
    return blocks.get(start);
  }

  async function rowsFrom(row) {
    const begin = Math.floor(row / COUNT) * COUNT;
    const cells = [...(await block(begin))];
    if (row + shown > begin + COUNT && begin + COUNT < total) cells.push(...(await block(begin + COUNT)));
    return cells.slice(row - begin, row - begin + shown);
  }

  async function paint() {
    const row = Math.min(first, Math.max(total - 1, 0));
    let cells;
    try {
      cells = await rowsFrom(row);
    } catch {
      blocks.clear(); // asked again with the next scroll; the banner tells of a lost server
      return;
    }
    if (row !== Math.min(first, Math.max(total - 1, 0)) || row === painted) return;
    painted = row;
    body.replaceChildren(...cells.map((values, i) => {
      const line = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = (row + i + 1).toLocaleString("en");
      line.append(head, ...values.map((text) => {
        const cell = document.createElement("td");
        cell.textContent = text;
        return cell;
      }));
      return line;
    }));
    const top = topOf(row);
    before.rows[0].cells[0].style.height = `${top}px`;
    after.rows[0].cells[0].style.height = `${Math.max(height - top - cells.length * rowHeight, 0)}px`;
    const end = Math.min(row + cells.length, total);
    words.textContent = `rows ${(row + 1).toLocaleString("en")} to ${end.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  }

  function go(row) {
    first = Math.max(0, Math.min(row, Math.max(total - shown + 3, 0)));
    frame.scrollTop = topOf(first);
    paint();
  }

  frame.addEventListener("scroll", () => {
    const row = rowAt(frame.scrollTop);
    if (scaled && Math.abs(topOf(first) - frame.scrollTop) < 1) return; // a step by key
    first = row;
    paint();
  });
  frame.addEventListener("keydown", (event) => {
    const step = {
      ArrowDown: 1, ArrowUp: -1, PageDown: shown - 4, PageUp: 4 - shown, Home: -total, End: total,
    }[event.key];
    if (step === undefined || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    go(first + step);
  });
  section.querySelector("form").addEventListener("submit", (event) => {
    const wanted = Number(event.target.elements.row.value);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > total) return; // the server says why
    event.preventDefault();
    go(wanted - 1);
  });
  before.rows[0].cells[0].style.height = `${topOf(first)}px`;
  after.rows[0].cells[0].style.height = `${Math.max(height - topOf(first) - body.rows.length * rowHeight, 0)}px`;
  if (first) go(first);
}

if (body?.rows.length && total > body.rows.length) start();
