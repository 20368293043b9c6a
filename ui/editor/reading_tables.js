/** Foreign tables as tables of the draft format: every row fills the grid exactly. */

const MOST_COLUMNS = 20;
const MOST_CELLS = 5000;
const MOST_HEAD = 10;

/** The blocks of a table; one that no page can bear becomes a paragraph a row. */
export function tableBlocks(rows, runsOf) {
  const head = headOf(rows);
  const parts = [rows.slice(0, head), rows.slice(head)].map((part) => grid(part, runsOf));
  const width = Math.max(...parts.map((part) => part.width));
  if (!width) return [];
  if (width > MOST_COLUMNS || width * rows.length > MOST_CELLS) {
    return parts.flatMap((part) => part.rows.map(asParagraph));
  }
  const [above, below] = parts.map((part) => filled(part, width).map((cells) => cells.map(written)));
  return [{ t: "table", ...(above.length && { head: above.map((cells) => cells.map(plain)) }), rows: below }];
}

/** How many rows the table itself calls its head; at least one row is left below. */
function headOf(rows) {
  const isHead = (row) =>
    row.parentNode.localName === "thead" || [...row.cells].every((cell) => cell.localName === "th");
  const body = rows.findIndex((row) => !isHead(row) || !row.cells.length);
  return Math.min(body < 0 ? rows.length : body, rows.length - 1, MOST_HEAD);
}

const spanOf = (text) => Math.max(1, Math.min(5000, Number.parseInt(text ?? "1", 10) || 1));

/** The cells of some rows and the columns they take; no cell reaches out of these rows. */
function grid(rows, runsOf) {
  const taken = rows.map(() => []);
  const placed = rows.map((row, at) => {
    let column = 0;
    return [...row.cells].map((cell) => {
      while (taken[at][column]) column += 1;
      const wanted = spanOf(cell.getAttribute("colspan"));
      let cs = 1;
      while (cs < Math.min(wanted, MOST_COLUMNS + 1) && !taken[at][column + cs]) cs += 1;
      const rs = Math.min(spanOf(cell.getAttribute("rowspan")), rows.length - at);
      for (let down = at; down < at + rs; down += 1) {
        for (let over = column; over < column + cs; over += 1) taken[down][over] = true;
      }
      return { x: runsOf(cell), cs, rs, column, al: alignment(cell) };
    });
  });
  return { rows: placed, taken, width: Math.max(0, ...taken.map((row) => row.length)) };
}

/** Rows with an empty cell in each place that nothing takes. */
function filled({ rows, taken }, width) {
  return rows.map((cells, at) => {
    const all = [...cells];
    for (let column = 0; column < width; column += 1) {
      if (!taken[at][column]) all.push({ x: [], cs: 1, rs: 1, column, al: null });
    }
    return all.sort((one, other) => one.column - other.column);
  });
}

function alignment(cell) {
  const inner = cell.querySelector("p, div") ?? cell;
  const css = [inner, cell].map((one) => /text-align\s*:\s*(\w+)/i.exec(one.dataset.css ?? "")?.[1]);
  const said = css[0] ?? inner.getAttribute("align") ?? css[1] ?? cell.getAttribute("align");
  return { center: "c", right: "r", end: "r" }[said?.toLowerCase()] ?? null;
}

function written({ x, cs, rs, al }) {
  return { x, ...(cs > 1 && { cs }), ...(rs > 1 && { rs }), ...(al && { al }) };
}

function asParagraph(cells) {
  const x = cells.flatMap((cell, at) => (at ? [{ s: "; " }, ...cell.x] : cell.x));
  return { t: "p", x };
}

/** A cell of the head without bold: the page sets it so itself. */
function plain(cell) {
  return { ...cell, x: cell.x.map(({ b: _, ...run }) => run) };
}
