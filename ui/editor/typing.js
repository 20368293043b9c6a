/** What the keys do in text: signs that make a block, Enter, Backspace and Tab. */
import { baseKeymap, chainCommands } from "prosemirror-commands";
import { closeHistory } from "prosemirror-history";
import { Plugin, Selection } from "prosemirror-state";
import { isInTable } from "prosemirror-tables";
import { chooseImage, describe, leaveCaption } from "./images.js";
import { KINDS, kindOf, schema } from "./schema.js";
import { kindOfSign } from "./signs.js";
import { visible } from "./text.js";
import { cellBelow, chooseCells, nextCell, vertically } from "./tables.js";

/** The attributes of a kind for a block that has this id. */
function attrsOf(kind, id) {
  const { type: _, ...attrs } = KINDS[kind];
  return { id, ...attrs };
}

export function setKind(kind) {
  return (state, dispatch) => {
    const chosen = [];
    const { from, to } = state.selection;
    state.doc.nodesBetween(from, to, (node, position, parent) => {
      const isText = node.isTextblock && node.type !== schema.nodes.image;
      if (parent === state.doc && isText) chosen.push([node, position]);
      return false;
    });
    if (!chosen.length) return false;
    if (dispatch) {
      const { tr } = state;
      for (const [node, position] of chosen) {
        if (kindOf(node) === kind) continue;
        tr.setNodeMarkup(position, schema.nodes[KINDS[kind].type], attrsOf(kind, node.attrs.id));
      }
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

/** The paragraph that the caret stands in, if it is one of the document's own. */
function paragraphAt(state) {
  const { $from, empty } = state.selection;
  return empty && $from.depth === 1 && $from.parent.isTextblock ? $from : null;
}

/** Make the block whose sign stands before the caret; the sign was typed whole, blank included. */
function makeBlock(view) {
  const $from = paragraphAt(view.state);
  if (!$from || $from.parent.childCount > 1 || $from.parent.type === schema.nodes.image) return false;
  const typed = $from.parent.textContent.slice(0, $from.parentOffset);
  const sign = visible(typed);
  const kind = sign.endsWith(" ") && kindOfSign(sign.slice(0, -1));
  if (!kind || kind === kindOf($from.parent)) return false;
  const { tr } = view.state;
  const start = $from.before();
  tr.delete($from.start(), $from.pos);
  tr.setNodeMarkup(start, schema.nodes[KINDS[kind].type], attrsOf(kind, $from.parent.attrs.id));
  // A step of its own: undone, it gives the sign back as it was typed.
  view.dispatch(closeHistory(tr));
  return true;
}

export function signs() {
  return new Plugin({
    props: {
      handleTextInput(view, from, to, text, insert) {
        if (text !== " " || view.composing) return false;
        view.dispatch(insert ? insert() : view.state.tr.insertText(text, from, to));
        makeBlock(view);
        return true;
      },
      handleDOMEvents: {
        compositionend(view) {
          // The composed text is read from the page after this event.
          setTimeout(() => view.isDestroyed || makeBlock(view));
          return false;
        },
      },
    },
  });
}

const goesOn = (node) => !["p", "h"].includes(node.type.name);

/** Enter: a list goes on, an empty item ends it, a heading is followed by a paragraph. */
function enter(state, dispatch) {
  const { $from, $to } = state.selection;
  if ($from.depth !== 1 || !$from.sameParent($to)) return false;
  const node = $from.parent;
  if (!node.content.size && kindOf(node) !== "p") {
    return setKind(kindOf(node) === "li2" ? "li1" : "p")(state, dispatch);
  }
  if (!dispatch) return true;
  const { tr } = state;
  tr.deleteSelection();
  const $at = tr.selection.$from;
  const next = goesOn(node) || $at.parentOffset < $at.parent.content.size ? node.type : schema.nodes.p;
  const attrs = { ...(next === node.type ? node.attrs : {}), id: null, num: null };
  if ($at.parentOffset === 0 && node.content.size) {
    // The words keep their id; what is new is the empty block above them.
    const empty = goesOn(node) ? node.type.create({ ...attrs, num: node.attrs.num }) : schema.nodes.p.create();
    tr.insert($at.before(), empty);
    if (goesOn(node) && node.attrs.num) tr.setNodeAttribute(tr.selection.$from.before(), "num", null);
  } else {
    tr.split($at.pos, 1, [{ type: next, attrs }]);
  }
  dispatch(tr.scrollIntoView());
  return true;
}

// Blocks that no paragraph is joined to.
const WHOLE = new Set(["table", "image"]);

/** Backspace at the beginning: first the block becomes a paragraph, then it joins the one above. */
function backspace(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || !$from.parent.isTextblock) return false;
  if (isInTable(state)) return true;
  if (kindOf($from.parent) !== "p") return setKind("p")(state, dispatch);
  const before = state.doc.resolve($from.before()).nodeBefore;
  if (!WHOLE.has(before?.type.name)) return false;
  if (dispatch) {
    const { tr } = state;
    if (!$from.parent.content.size) tr.delete($from.before(), $from.after());
    const last = Selection.findFrom(tr.doc.resolve($from.before()), -1, true);
    dispatch(tr.setSelection(last ?? tr.selection).scrollIntoView());
  }
  return true;
}

/** Delete at the end of a cell or caption, or before a table or image, joins nothing. */
function forward(state) {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parentOffset < $from.parent.content.size) return false;
  const below = state.doc.resolve($from.after()).nodeAfter;
  return isInTable(state) || [$from.parent, below].some((node) => WHOLE.has(node?.type.name));
}

const DEEPER = { h1: "h2", h2: "h3", num: "point", li1: "li2" };
const HIGHER = { h2: "h1", h3: "h2", point: "num", li2: "li1" };

const toLevel = (levels) => (state, dispatch) => {
  const { $from } = state.selection;
  const kind = $from.depth === 1 && levels[kindOf($from.parent)];
  return kind ? setKind(kind)(state, dispatch) : false;
};
const deeper = toLevel(DEEPER);
const higher = toLevel(HIGHER);

/** The keys of text, before those of ProseMirror itself. */
export const keys = {
  ...baseKeymap,
  Enter: chainCommands(cellBelow, leaveCaption, enter, baseKeymap.Enter),
  // The format has no line break inside a paragraph.
  "Shift-Enter": chainCommands(cellBelow, leaveCaption, enter, baseKeymap.Enter),
  "Mod-Enter": () => false,
  Backspace: chainCommands(chooseImage, backspace, baseKeymap.Backspace),
  "Mod-Backspace": chainCommands(chooseImage, backspace, baseKeymap["Mod-Backspace"]),
  Delete: chainCommands(forward, baseKeymap.Delete),
  Tab: chainCommands(nextCell(1), describe, deeper),
  "Shift-Tab": chainCommands(nextCell(-1), higher),
  ArrowDown: vertically(1),
  ArrowUp: vertically(-1),
  "Shift-ArrowDown": chooseCells("vert", 1),
  "Shift-ArrowUp": chooseCells("vert", -1),
  "Shift-ArrowRight": chooseCells("horiz", 1),
  "Shift-ArrowLeft": chooseCells("horiz", -1),
};

/** After Escape the next Tab leaves the editor, as it would leave any other field. */
export function wayOut() {
  let leaving = false;
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(_, event) {
          const leaves = leaving && event.key === "Tab";
          if (!["Tab", "Shift"].includes(event.key)) leaving = event.key === "Escape";
          return leaves;
        },
        focus() {
          leaving = false;
          return false;
        },
      },
    },
  });
}

/** What nobody sees goes when the editor is left; while one types, a keyboard may still need it. */
export function sweep() {
  return new Plugin({
    props: {
      handleDOMEvents: {
        blur(view) {
          if (!view.composing && view.editable) sweepOut(view);
          return false;
        },
      },
    },
  });
}

function sweepOut(view) {
  const { tr } = view.state;
  view.state.doc.descendants((node, position) => {
    if (!node.isText || visible(node.text) === node.text) return;
    const kept = visible(node.text);
    const from = tr.mapping.map(position);
    const to = from + node.nodeSize;
    if (kept) tr.replaceWith(from, to, schema.text(kept, node.marks));
    else tr.delete(from, to);
  });
  if (tr.docChanged) view.dispatch(tr.setMeta("addToHistory", false));
}
