/** All that the keys and the toolbar can do, by name. */
import { toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { TextSelection } from "prosemirror-state";
import { kindOf, KINDS, schema, STYLES } from "./schema.js";
import * as images from "./images.js";
import * as tables from "./tables.js";
import { setKind } from "./typing.js";

const hasKind = (kind) => ({ selection: { $from } }) => $from.depth > 0 && kindOf($from.node(1)) === kind;

function hasMark(name) {
  const type = schema.marks[name];
  return ({ selection: { from, to, $from, empty, ranges }, storedMarks, doc }) => {
    if (empty) return Boolean(type.isInSet(storedMarks ?? $from.marks()));
    const isIn = (start, end) => doc.rangeHasMark(start, end, type);
    return isIn(from, to) || ranges.some(({ $from: start, $to: end }) => isIn(start.pos, end.pos));
  };
}

/** Raised and lowered exclude each other. */
function toggled(name) {
  const toggle = toggleMark(schema.marks[name]);
  const other = { sup: "sub", sub: "sup" }[name];
  if (!other) return toggle;
  return (state, dispatch) => {
    if (!dispatch || hasMark(name)(state)) return toggle(state, dispatch);
    return toggle(state, (tr) => {
      for (const { $from, $to } of tr.selection.ranges) tr.removeMark($from.pos, $to.pos, schema.marks[other]);
      dispatch(tr.removeStoredMark(schema.marks[other]).ensureMarks(tr.storedMarks ?? tr.selection.$from.marks()));
    });
  };
}

/** Begin the count anew at this block, or let it follow the ones above again. */
const numbered = (num) => (state, dispatch) => {
  const { $from } = state.selection;
  const first = { h1: "I", h2: "1", num: "1", h3: "a", point: "a" }[$from.depth === 1 && kindOf($from.parent)];
  if (!first || (num === null && $from.parent.attrs.num === null)) return false;
  if (dispatch) dispatch(state.tr.setNodeAttribute($from.before(), "num", num === null ? null : first));
  return true;
};

/** Change places with the block above or below. */
const moved = (direction) => (state, dispatch) => {
  const { $from, $to } = state.selection;
  if ($from.depth === 0 || !$from.sameParent($to)) return false;
  const index = $from.index(0);
  const other = state.doc.maybeChild(index + direction);
  if (!other) return false;
  if (dispatch) {
    const [from, to, node] = [$from.before(1), $from.after(1), $from.node(1)];
    const { tr } = state;
    tr.delete(from, to);
    const at = direction < 0 ? from - other.nodeSize : from + other.nodeSize;
    tr.insert(at, node);
    tr.setSelection(TextSelection.create(tr.doc, at + $from.pos - from));
    dispatch(tr.scrollIntoView());
  }
  return true;
};

const entries = [
  ...Object.keys(KINDS).map((kind) => [kind, { run: setKind(kind), active: hasKind(kind) }]),
  ...STYLES.map((name) => [name, { run: toggled(name), active: hasMark(name) }]),
  ["undo", { run: undo }],
  ["redo", { run: redo }],
  ["restart", { run: numbered("first") }],
  ["follow", { run: numbered(null) }],
  ["moveUp", { run: moved(-1) }],
  ["moveDown", { run: moved(1) }],
  ["table", { run: tables.insertTable, active: tables.isInTable }],
  ["rowBefore", { run: tables.rowBefore }],
  ["rowAfter", { run: tables.rowAfter }],
  ["columnBefore", { run: tables.columnBefore }],
  ["columnAfter", { run: tables.columnAfter }],
  ["deleteRow", { run: tables.deleteRow }],
  ["deleteColumn", { run: tables.deleteColumn }],
  ["deleteTable", { run: tables.deleteTable }],
  ["merge", { run: tables.merge }],
  ["split", { run: tables.split }],
  ["head", { run: tables.head, active: tables.isHead }],
  ["left", { run: tables.align(null), active: tables.isAligned(null) }],
  ["center", { run: tables.align("c"), active: tables.isAligned("c") }],
  ["right", { run: tables.align("r"), active: tables.isAligned("r") }],
  ["wider", { run: tables.widen(1.25) }],
  ["narrower", { run: tables.widen(0.8) }],
  ["image", { run: images.insertImage, active: images.isInImage }],
  ...images.WIDTHS.map((w) => [`w${w}`, { run: images.widthOf(w), active: images.isWide(w) }]),
  ["describe", { run: images.describe }],
  ["deleteImage", { run: images.deleteImage }],
];

/** Each command: `run(state, dispatch, view)`, and `active(state)` where it is a state too. */
export const COMMANDS = new Map(entries);

export const commandKeys = Object.fromEntries(
  Object.entries({
    "Mod-z": "undo",
    "Mod-y": "redo",
    "Mod-Shift-z": "redo",
    "Mod-b": "b",
    "Mod-i": "i",
    "Mod-u": "u",
    "Ctrl-Alt-0": "p",
    "Ctrl-Alt-1": "h1",
    "Ctrl-Alt-2": "h2",
    "Ctrl-Alt-3": "h3",
    "Alt-ArrowUp": "moveUp",
    "Alt-ArrowDown": "moveDown",
  }).map(([key, name]) => [key, COMMANDS.get(name).run]),
);
