/** Tables: cells, rows, columns, and the head that is repeated on each page. */
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, Selection, TextSelection } from "prosemirror-state";
import * as tables from "prosemirror-tables";
import { changedBlocks, positionOf } from "./changes.js";
import { schema } from "./schema.js";
import { newId } from "./ids.js";

const { CellSelection, isInTable, selectedRect, TableMap } = tables;

// What documents/text/limits.py and the JSON Schema take.
const MOST_COLUMNS = 20;
const MOST_CELLS = 5000;
const MOST_HEAD = 10;

const blankCells = (count) => Array.from({ length: count }, () => schema.nodes.td.create());
const blank = (head, columns) => schema.nodes.tr.create({ head }, blankCells(columns));

/** Put a table of three columns behind the block of the caret, or in its place where it is empty. */
export function insertTable(state, dispatch) {
  const { $from } = state.selection;
  if ($from.depth === 0 || isInTable(state)) return false;
  if (dispatch) {
    const rows = [blank(true, 3), blank(false, 3), blank(false, 3)];
    const table = schema.nodes.table.create({ id: newId() }, rows);
    const { tr } = state;
    const empty = !$from.parent.content.size;
    const at = empty ? $from.before(1) : $from.after(1);
    tr.replaceWith(at, empty ? $from.after(1) : at, table);
    // A table at the end would leave no place to write on.
    if (at + table.nodeSize === tr.doc.content.size) tr.insert(tr.doc.content.size, schema.nodes.p.create());
    tr.setSelection(TextSelection.create(tr.doc, at + 3));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

const inTable = (command) => (state, dispatch) => isInTable(state) && command(state, dispatch);

/** A command of the library, and after it what `then` makes of the table that stood there. */
const followed = (command, allowed, then) =>
  inTable((state, dispatch) => {
    const rect = selectedRect(state);
    if (!allowed(rect)) return false;
    return command(state, dispatch && ((tr) => dispatch(then(tr, rect) ?? tr)));
  });

/** A change of the columns: their widths change with them. */
const columns = (command, allowed, change) =>
  followed(command, allowed, (tr, rect) => {
    const { cols } = rect.table.attrs;
    if (cols) tr.setNodeAttribute(rect.tableStart - 1, "cols", change(cols, rect));
  });

const room = ({ map }) => map.width < MOST_COLUMNS && (map.width + 1) * map.height <= MOST_CELLS;
const roomBelow = ({ map }) => map.width * (map.height + 1) <= MOST_CELLS;
const always = () => true;

const inserted = (cols, at, from) => [...cols.slice(0, at), cols[from], ...cols.slice(at)];

export const columnBefore = columns(tables.addColumnBefore, room, (cols, { left }) => inserted(cols, left, left));
export const columnAfter = columns(tables.addColumnAfter, room, (cols, { right }) =>
  inserted(cols, right, right - 1),
);
export const deleteColumn = columns(tables.deleteColumn, always, (cols, { left, right }) => [
  ...cols.slice(0, left),
  ...cols.slice(right),
]);

export const rowBefore = followed(tables.addRowBefore, roomBelow, () => null);
export const rowAfter = followed(tables.addRowAfter, roomBelow, () => null);
export const deleteRow = inTable(tables.deleteRow);
export const split = inTable(tables.splitCell);

export function deleteTable(state, dispatch) {
  if (!isInTable(state)) return false;
  if (dispatch) {
    const { tableStart, table } = selectedRect(state);
    const { tr } = state;
    // A document holds at least one block.
    tr.replaceWith(tableStart - 1, tableStart - 1 + table.nodeSize, schema.nodes.p.create());
    tr.setSelection(TextSelection.create(tr.doc, tableStart));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** Cells become one; their texts stand in it in order, a blank between them. */
export const merge = followed(tables.mergeCells, always, (tr, { map, table, tableStart, ...rect }) => {
  const texts = map
    .cellsInRect(rect)
    .map((position) => table.nodeAt(position).content)
    .filter((content) => content.size);
  const joined = texts.reduce(
    (all, content) => (all.size ? all.append(Fragment.from(schema.text(" "))) : all).append(content),
    Fragment.empty,
  );
  const $cell = tr.selection.$anchorCell;
  const cell = $cell.nodeAfter;
  tr.replace($cell.pos + 1, $cell.pos + 1 + cell.content.size, new Slice(joined, 0, 0));
  tr.setSelection(TextSelection.create(tr.doc, $cell.pos + 1 + joined.size));
});

/** Make the rows from the first to the chosen one the head, or end the head above the chosen one. */
export const head = inTable((state, dispatch) => {
  const rect = selectedRect(state);
  const isHead = rect.table.child(rect.top).attrs.head;
  const rows = isHead ? rect.top : rect.bottom;
  if (!isHead && soundHead(rect.table, rows) !== rows) return false;
  if (dispatch) dispatch(setHead(state.tr, rect.table, rect.tableStart - 1, rows));
  return true;
});

export const isHead = (state) => {
  if (!isInTable(state)) return false;
  const { table, top } = selectedRect(state);
  return table.child(top).attrs.head;
};

function setHead(tr, table, position, rows) {
  let at = position + 1;
  table.forEach((row, _, index) => {
    if (row.attrs.head !== index < rows) tr.setNodeAttribute(at, "head", index < rows);
    at += row.nodeSize;
  });
  return tr;
}

/** The most rows up to `rows` that can be a head: a row remains below, no cell reaches across. */
function soundHead(table, rows) {
  const map = TableMap.get(table);
  let sound = Math.min(rows, MOST_HEAD, table.childCount - 1);
  for (let crossing = true; crossing && sound > 0; ) {
    crossing = false;
    for (let column = 0; column < map.width && sound > 0; column += 1) {
      const above = map.map[(sound - 1) * map.width + column];
      if (above === map.map[sound * map.width + column]) crossing = true;
    }
    if (crossing) sound -= 1;
  }
  return sound;
}

/** The alignment of the chosen cells: null is the left, which the format leaves out. */
export const align = (al) => inTable(tables.setCellAttr("al", al));
export const isAligned = (al) => (state) => {
  if (!isInTable(state)) return false;
  const { map, table, top, left } = selectedRect(state);
  return (table.nodeAt(map.map[top * map.width + left]).attrs.al ?? null) === al;
};

/** Widen (more than 1) or narrow the chosen columns, in proportion to the others. */
export const widen = (factor) =>
  inTable((state, dispatch) => {
    const { table, tableStart, left, right, map } = selectedRect(state);
    if (map.width === 1) return false;
    const cols = table.attrs.cols ?? Array(map.width).fill(10);
    const all = cols.reduce((sum, weight) => sum + weight, 0);
    const next = cols.map((weight, at) => {
      const wanted = at >= left && at < right ? weight * factor : weight;
      return Math.max(0.01, Math.round(wanted * 100) / 100);
    });
    // No narrower than a fortieth of the table: the text would stand letter under letter.
    const total = next.reduce((sum, weight) => sum + weight, 0);
    if (next.slice(left, right).some((weight) => weight / total < 1 / 40) || all > 50000) return false;
    if (dispatch) dispatch(state.tr.setNodeAttribute(tableStart - 1, "cols", next));
    return true;
  });

// ---- pasted cells

/**
 * Put the texts of pasted cells into those at the caret and right and below of it, which stay
 * merged as they are; the table grows where it has to. Null where the slice holds no cells.
 */
export function withCells(state, slice) {
  const cells = tables.__pastedCells(slice);
  if (!cells) return null;
  const { map, table, top, left, tableStart } = selectedRect(state);
  const width = Math.min(MOST_COLUMNS, Math.max(map.width, left + cells.width));
  const height = Math.min(Math.floor(MOST_CELLS / width), Math.max(map.height, top + cells.height));
  const tr = grown(state.tr, table, tableStart, width - map.width, height - map.height);
  const texts = textsFor(tr.doc.nodeAt(tableStart - 1), cells, top, left);
  for (const [position, content] of [...texts].sort(([one], [other]) => other - one)) {
    const from = tableStart + position + 1;
    tr.replaceWith(from, from + tr.doc.nodeAt(from - 1).content.size, content);
  }
  return tr;
}

/** Empty columns at the right and empty rows below; both fit whatever spans there are. */
function grown(tr, table, tableStart, columns, rows) {
  let end = tableStart;
  table.forEach((row) => {
    end += row.nodeSize;
    if (columns > 0) tr.insert(tr.mapping.map(end - 1), blankCells(columns));
  });
  const { width } = TableMap.get(tr.doc.nodeAt(tableStart - 1));
  if (rows > 0) tr.insert(tr.mapping.map(end), Array.from({ length: rows }, () => blank(false, width)));
  return tr;
}

/** Which text goes into which cell, by the cell's place in the table. */
function textsFor(table, { rows }, top, left) {
  const pasted = schema.nodes.table.create(null, rows.map((cells) => schema.nodes.tr.create(null, cells)));
  const [from, to] = [TableMap.get(pasted), TableMap.get(table)];
  const texts = new Map();
  const seen = new Set();
  from.map.forEach((position, at) => {
    const [row, column] = [top + Math.floor(at / from.width), left + (at % from.width)];
    if (seen.has(position) || row >= to.height || column >= to.width) return;
    seen.add(position);
    const target = to.map[row * to.width + column];
    const { content } = pasted.nodeAt(position);
    const before = texts.get(target);
    // Two texts that meet in one merged cell both stay.
    texts.set(target, before?.size ? before.append(Fragment.from(schema.text(" "))).append(content) : content);
  });
  return texts;
}

// ---- keys

/** Tab: the next cell; behind the last one a new row. */
export const nextCell = (direction) =>
  inTable((state, dispatch) => {
    if (tables.goToNextCell(direction)(state, dispatch)) return true;
    if (direction < 0) return true;
    return rowAfter(state, dispatch && ((tr) => dispatch(intoNewRow(tr, selectedRect(state)))));
  });

function intoNewRow(tr, { tableStart, bottom }) {
  const table = tr.doc.nodeAt(tableStart - 1);
  let at = tableStart;
  for (let row = 0; row < bottom; row += 1) at += table.child(row).nodeSize;
  return tr.setSelection(Selection.near(tr.doc.resolve(at + 1))).scrollIntoView();
}

/** Enter: the cell below, or out of the table from its last row. A cell holds one line. */
export const cellBelow = inTable((state, dispatch) => {
  const { map, bottom, left, tableStart } = selectedRect(state);
  if (bottom >= map.height) return leave(state, dispatch, 1);
  if (dispatch) intoCell(state, dispatch, tableStart + map.map[bottom * map.width + left], Infinity);
  return true;
});

/** Go to what stands beside the table; where nothing does, a paragraph is made. */
function leave(state, dispatch, direction) {
  if (dispatch) {
    const { table, tableStart } = selectedRect(state);
    const at = direction > 0 ? tableStart - 1 + table.nodeSize : tableStart - 1;
    const $at = state.doc.resolve(at);
    const { tr } = state;
    const isAlone = !(direction > 0 ? $at.nodeAfter : $at.nodeBefore);
    if (isAlone) tr.insert(at, schema.nodes.p.create());
    const $to = tr.doc.resolve(isAlone && direction < 0 ? 0 : at);
    const inside = Selection.findFrom($to, isAlone ? 1 : direction, true);
    dispatch(tr.setSelection(inside ?? tr.selection).scrollIntoView());
  }
  return true;
}

const atEdge = (view, direction) => !view || view.endOfTextblock(direction > 0 ? "down" : "up");

/** The arrows up and down keep to their column; browsers go to the neighbour in the same row. */
export const vertically = (direction) => (state, dispatch, view) => {
  const { selection } = state;
  if (!isInTable(state) || !selection.empty || selection instanceof CellSelection) return false;
  if (!atEdge(view, direction)) return false;
  const { map, top, bottom, left, tableStart } = selectedRect(state);
  const row = direction > 0 ? bottom : top - 1;
  if (row < 0 || row >= map.height) return leave(state, dispatch, direction);
  if (dispatch) intoCell(state, dispatch, tableStart + map.map[row * map.width + left], selection.$from.parentOffset);
  return true;
};

function intoCell(state, dispatch, position, offset) {
  const { content } = state.doc.nodeAt(position);
  const caret = TextSelection.create(state.doc, position + 1 + Math.min(offset, content.size));
  dispatch(state.tr.setSelection(caret).scrollIntoView());
}

/** Shift and an arrow at the edge of a cell begin to choose whole cells; the library goes on. */
export const chooseCells = (axis, direction) => (state, dispatch, view) => {
  const { selection } = state;
  if (!isInTable(state) || selection instanceof CellSelection) return false;
  const { $head } = selection;
  const edge = direction > 0 ? $head.parent.content.size : 0;
  if (axis === "horiz" ? $head.parentOffset !== edge : !atEdge(view, direction)) return false;
  const $cell = state.doc.resolve($head.before());
  const $other = tables.nextCell($cell, axis, direction);
  if (!$other) return false;
  if (dispatch) dispatch(state.tr.setSelection(new CellSelection($cell, $other)).scrollIntoView());
  return true;
};

// ---- what must hold after every change

/** Keep heads and widths as the format wants them, whatever was done to rows and columns. */
export function soundTables() {
  return new Plugin({
    appendTransaction(transactions, before, state) {
      if (!transactions.some((one) => one.docChanged)) return null;
      const { from, after } = changedBlocks(before.doc, state.doc);
      const { tr } = state;
      for (let at = from; at < after; at += 1) {
        const node = state.doc.child(at);
        if (node.type === schema.nodes.table) mend(tr, node, positionOf(state.doc, at));
      }
      return tr.docChanged ? tr : null;
    },
  });
}

function mend(tr, table, position) {
  const { width } = TableMap.get(table);
  const { cols } = table.attrs;
  if (cols && cols.length !== width) {
    const mean = cols.reduce((sum, weight) => sum + weight, 0) / cols.length;
    const mended = Array.from({ length: width }, (_, at) => cols[at] ?? mean);
    tr.setNodeAttribute(position, "cols", mended);
  }
  let last = 0;
  table.forEach((row, _, at) => {
    if (row.attrs.head) last = at + 1;
  });
  setHead(tr, table, position, soundHead(table, last));
}

/** A click below a table that ends the document makes the paragraph to write on in. */
export function roomAfterTable() {
  return new Plugin({
    props: {
      handleClick(view, _, event) {
        const last = view.dom.lastElementChild;
        const below = last && event.clientY > last.getBoundingClientRect().bottom;
        if (!view.editable || !below || view.state.doc.lastChild.type !== schema.nodes.table) return false;
        const { tr } = view.state;
        tr.insert(tr.doc.content.size, schema.nodes.p.create());
        view.dispatch(tr.setSelection(Selection.atEnd(tr.doc)));
        return true;
      },
    },
  });
}

export const tableEditing = tables.tableEditing;
export { isInTable };
