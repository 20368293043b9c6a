/** Between the blocks of the draft format and the editor's document. */
import { counted } from "./numbering.js";
import { schema, STYLES } from "./schema.js";
import { newId } from "./ids.js";
import { clean } from "./text.js";

const { nodes, marks } = schema;

// What a node was read from, or was last written as: a block that nobody touched is given back as
// it came, and a long draft costs one block's work a change.
const known = new WeakMap();

/** The document that these blocks describe. */
export function documentOf(blocks) {
  return nodes.doc.create(null, nodesOf(blocks.length ? blocks : [{ t: "p", x: [] }]));
}

/** The nodes of these blocks; those without an id get one. */
export function nodesOf(blocks) {
  let counts = [0, 0, 0];
  return blocks.map((block) => {
    const kind = block.t === "h" || block.t === "li" ? block.t + block.lvl : block.t;
    const follows = counted(counts, kind, null);
    const given = block.num === undefined || block.num === follows.number ? null : block.num;
    counts = counted(counts, kind, given).counts;
    const node = nodeOf(block, given);
    if (block.id) known.set(node, block);
    return node;
  });
}

function nodeOf(block, num) {
  const id = block.id ?? newId();
  if (block.t === "table") return tableOf(block, id);
  if (block.t === "image") {
    const { sha256, px, w, alt } = block;
    return nodes.image.create({ id, sha256, px, w, alt }, inline(block.x));
  }
  const { t, lvl, mark } = block;
  return nodes[t].create({ id, num, lvl, mark }, inline(block.x));
}

/** Runs as text nodes. */
export function inline(runs) {
  return runs
    .filter((run) => run.s)
    .map((run) => schema.text(run.s, STYLES.filter((style) => run[style]).map((style) => marks[style].create())));
}

function tableOf({ head = [], rows, cols = null }, id) {
  const row = (cells, isHead) => nodes.tr.create({ head: isHead }, cells.map(cellOf));
  const all = [...head.map((cells) => row(cells, true)), ...rows.map((cells) => row(cells, false))];
  return nodes.table.create({ id, cols }, all);
}

function cellOf(cell) {
  if (typeof cell === "string") return nodes.td.create(null, cell ? schema.text(cell) : null);
  const { x, cs = 1, rs = 1, al = null } = cell;
  return nodes.td.create({ colspan: cs, rowspan: rs, al }, inline(x));
}

/** The blocks that a document says, numbered; `numbers` holds one for each. */
export function blocksOf(doc, numbers) {
  const blocks = [];
  doc.forEach((node, _, at) => blocks.push(blockOf(node, numbers[at])));
  return blocks;
}

function blockOf(node, number) {
  const written = known.get(node);
  if (written && (written.num ?? "") === number) return written;
  const block = WRITTEN[node.type.name]?.(node) ?? paragraphBlock(node, number);
  known.set(node, block);
  return block;
}

const WRITTEN = { table: tableBlock, image: imageBlock };

function imageBlock(node) {
  const { id, sha256, px, w, alt } = node.attrs;
  return { t: "image", id, sha256, px, w, alt: clean(alt), x: runsOf(node) };
}

function paragraphBlock(node, number) {
  const { id, lvl, mark } = node.attrs;
  const block = { t: node.type.name, id };
  if (lvl !== undefined) block.lvl = lvl;
  if (number) block.num = number;
  if (mark !== undefined) block.mark = mark;
  return { ...block, x: runsOf(node) };
}

/** The text of a paragraph or cell as runs, cleaned. */
function runsOf(node) {
  const runs = [];
  node.forEach((text) => {
    const run = { s: clean(text.text) };
    for (const mark of text.marks) run[mark.type.name] = true;
    if (run.s) runs.push(run);
  });
  return runs;
}

function tableBlock(node) {
  const { id, cols } = node.attrs;
  const block = { t: "table", id };
  if (cols) block.cols = cols;
  const [head, rows] = [[], []];
  node.forEach((row) => {
    const cells = [];
    row.forEach((cell) => cells.push(cellBlock(cell)));
    (row.attrs.head ? head : rows).push(cells);
  });
  if (head.length) block.head = head;
  return { ...block, rows };
}

function cellBlock(cell) {
  const { colspan, rowspan, al } = cell.attrs;
  const x = runsOf(cell);
  const plain = x.length === 0 || (x.length === 1 && Object.keys(x[0]).length === 1);
  if (plain && colspan === 1 && rowspan === 1 && !al) return x[0]?.s ?? "";
  const block = { x };
  if (colspan > 1) block.cs = colspan;
  if (rowspan > 1) block.rs = rowspan;
  if (al) block.al = al;
  return block;
}
