/**
 * What comes from the clipboard becomes blocks of the draft: structure is kept, appearance is not.
 *
 * Our own copies are read by the schema. All else is read by `Reader`, which knows words, lists,
 * tables and the five styles; whatever it does not know it goes through for its text.
 */
import { DOMParser, Fragment, Slice } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { nodesOf } from "./content.js";
import { isInImage } from "./images.js";
import { numbersOf, printed } from "./numbering.js";
import { kindOf, schema } from "./schema.js";
import { cleanForeign, visible } from "./text.js";
import { withCells } from "./tables.js";
import { disarmed, holdsBlocks, Reader, typedBlock } from "./reading.js";

const own = DOMParser.fromSchema(schema);

/** Blocks that were read, as a slice that joins its first and last paragraph to what stands there. */
function sliceOf(blocks) {
  const nodes = Fragment.from(nodesOf(blocks));
  const open = (node) => (node?.type === schema.nodes.p ? 1 : 0);
  return new Slice(nodes, open(nodes.firstChild), open(nodes.lastChild));
}

/** Stands where ProseMirror expects a parser; its own would look for nothing but the schema. */
const clipboardParser = {
  parseSlice(dom, options) {
    if (dom.querySelector("[data-pm-slice]")) return own.parseSlice(dom, options);
    if (holdsBlocks(dom)) return sliceOf(new Reader().read(dom));
    // Words out of a line go into a line, with the blanks at their ends.
    return sliceOf([{ t: "p", x: new Reader({ inCell: true }).words(dom) }]);
  },
};

/** Plain text: a paragraph a line, each with the sign it begins with. */
function clipboardTextParser(text) {
  const lines = text.split(/\r\n?|\n|\u2028|\u2029/).map((line) => cleanForeign(line).trim());
  const blocks = lines.filter(Boolean).map((line) => typedBlock([{ s: line }]));
  // Of one line only the words are meant, wherever they go.
  if (blocks.length === 1) return sliceOf([{ t: "p", x: [{ s: cleanForeign(text) }] }]);
  return sliceOf(blocks);
}

/** The text that other programs get: with the numbers that the page shows. */
function clipboardTextSerializer(slice, view) {
  const { from } = view.state.selection;
  const numbers = numbersOf(view.state);
  let at = view.state.doc.resolve(from).index(0);
  const lines = [];
  slice.content.forEach((node) => {
    const whole = lines.length > 0 || slice.openStart === 0 || view.state.selection.$from.parentOffset === 0;
    const sign = node.type === schema.nodes.li ? `${node.attrs.mark} ` : printed(kindOf(node), numbers[at] ?? "");
    const several = slice.content.childCount > 1;
    lines.push((whole && several ? sign : "") + textOf(node));
    at += 1;
  });
  return visible(lines.join("\n"));
}

function textOf(node) {
  if (node.isTextblock || !node.childCount) return node.textContent;
  const rows = [];
  node.forEach((row) => {
    const cells = [];
    row.forEach((cell) => cells.push(cell.textContent));
    rows.push(row.isTextblock ? row.textContent : cells.join("\t"));
  });
  return rows.join("\n");
}

/** The same nodes without their names and their own numbers: a copy is another block. */
function unnamed(fragment) {
  const nodes = [];
  fragment.forEach((node) => {
    if (!("id" in node.attrs)) nodes.push(node);
    else {
      const own = "num" in node.attrs ? { id: null, num: null } : { id: null };
      nodes.push(node.type.create({ ...node.attrs, ...own }, node.content));
    }
  });
  return Fragment.from(nodes);
}

/** The text of all blocks in one line, for a cell. */
function inOneLine(slice) {
  let line = Fragment.empty;
  slice.content.descendants((node) => {
    if (!node.isTextblock) return true;
    if (line.size && node.content.size) line = line.append(Fragment.from(schema.text(" ")));
    line = line.append(node.content);
    return false;
  });
  if (!line.size && slice.content.firstChild?.isText) line = slice.content;
  return new Slice(line, 0, 0);
}

function handlePaste(view, _, slice) {
  const { state } = view;
  if (isInTable(state)) {
    const tr = withCells(state, slice) ?? state.tr.replaceSelection(inOneLine(slice));
    view.dispatch(tr.scrollIntoView().setMeta("paste", true));
    return true;
  }
  if (isInImage(state) && state.selection.$from.parent === state.selection.$to.parent) {
    view.dispatch(state.tr.replaceSelection(inOneLine(slice)).scrollIntoView().setMeta("paste", true));
    return true;
  }
  const { $from, empty } = state.selection;
  const single = slice.content.childCount === 1 && slice.openStart > 0;
  if (!empty || single || $from.depth !== 1 || $from.parent.content.size || !slice.content.size) return false;
  const { type } = slice.content.firstChild;
  if (!type.isInGroup("paragraph") && ![schema.nodes.table, schema.nodes.image].includes(type)) return false;
  // An empty block gives way to what comes.
  const { tr } = state;
  tr.replaceWith($from.before(), $from.after(), slice.content);
  const end = $from.before() + slice.content.size;
  tr.setSelection(TextSelection.near(tr.doc.resolve(end), -1));
  view.dispatch(tr.scrollIntoView().setMeta("paste", true));
  return true;
}

export function pasting() {
  return new Plugin({
    props: {
      transformPastedHTML: disarmed,
      clipboardParser,
      clipboardTextParser,
      clipboardTextSerializer,
      handlePaste,
      transformPasted: (slice) => new Slice(unnamed(slice.content), slice.openStart, slice.openEnd),
    },
  });
}
