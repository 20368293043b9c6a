/** The editor of a draft's body: blocks of the format `vbhc/1` in, blocks of the format out. */
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { changedBlocks, positionOf } from "./changes.js";
import { commandKeys, COMMANDS } from "./commands.js";
import { blocksOf, documentOf, nodesOf } from "./content.js";
import { ids } from "./ids.js";
import { images } from "./images.js";
import { numbering, numbersOf, workOf } from "./numbering.js";
import { pasting } from "./pasting.js";
import { roomAfterTable, soundTables, tableEditing } from "./tables.js";
import { keys, signs, sweep, wayOut } from "./typing.js";

export { toolbar } from "./toolbar.js";

/** What set the document from outside, so that `onChange` is not told of it. */
const SET = "set from outside";

/**
 * @typedef {object} Options
 * @property {object[]} blocks the body, as documents/text/shape.py has it
 * @property {() => void} [onChange] told after each change that the drafter made
 * @property {() => void} [onSelect] told when the caret or what can be done has changed
 * @property {boolean} [readonly]
 * @property {import("./images.js").Pictures} [pictures] without it none can be put in
 * @property {{editor?: string, leaving?: string}} [labels]
 */

/** @param {HTMLElement} element @param {Options} options */
export function mount(element, { blocks, onChange, onSelect, readonly = false, labels = {}, pictures = NONE }) {
  const listeners = new Set(onSelect ? [onSelect] : []);
  const view = new EditorView(element, {
    state: EditorState.create({ doc: documentOf(blocks), plugins: plugins(pictures) }),
    editable: () => !readonly,
    attributes: {
      class: "writing",
      role: "textbox",
      "aria-multiline": "true",
      "aria-readonly": String(readonly),
      "aria-label": labels.editor ?? "Nội dung văn bản",
      "aria-description": labels.leaving ?? "Bấm Esc rồi Tab để rời khung soạn thảo",
      lang: "vi",
      spellcheck: "false",
      ...(readonly && { tabindex: "0" }),
    },
    dispatchTransaction(tr) {
      const { state, transactions } = view.state.applyTransaction(tr);
      view.updateState(state);
      const isTyped = transactions.some((one) => one.docChanged) && !tr.getMeta(SET);
      if (isTyped) onChange?.();
      for (const listener of listeners) listener();
    },
  });
  return { ...reading(view), ...writing(view), ...doing(view), onUpdate: (listener) => listeners.add(listener) };
}

const NONE = { src: (sha256) => `/hinh/${sha256}/`, say: () => {} };

function plugins(pictures) {
  return [
    signs(),
    wayOut(),
    images(pictures),
    pasting(),
    keymap(commandKeys),
    keymap(keys),
    tableEditing(),
    soundTables(),
    ids(),
    roomAfterTable(),
    sweep(),
    numbering(),
    history(),
  ];
}

function reading(view) {
  return {
    /** The body as it stands, each block as it is saved. */
    blocks: () => blocksOf(view.state.doc, numbersOf(view.state)),
    /** The id of the block that the caret stands in. */
    currentBlock() {
      const { doc, selection } = view.state;
      return doc.maybeChild(selection.$from.index(0))?.attrs.id ?? null;
    },
    /** How many blocks the editor has counted since it was opened. */
    work: () => workOf(view.state),
  };
}

function writing(view) {
  return {
    /** Put other blocks in place of these; those that are the same stay, the caret with them. */
    setBlocks(blocks, { undoable = true } = {}) {
      const { state } = view;
      const now = blocksOf(state.doc, numbersOf(state));
      const nodes = nodesOf(blocks.length ? blocks : [{ t: "p", x: [] }]);
      const kept = keptNodes(state.doc, now);
      const wanted = nodes.map((node, at) => kept(blocks[at]) ?? node);
      const doc = state.doc.type.create(null, wanted);
      const { from, before, after } = changedBlocks(state.doc, doc);
      if (from === before && from === after) return;
      const { tr } = state;
      tr.replaceWith(positionOf(state.doc, from), positionOf(state.doc, before), wanted.slice(from, after));
      view.dispatch(tr.setMeta(SET, true).setMeta("addToHistory", undoable));
    },
    /** Put the caret at the end of a block and show it; false where there is no such block. */
    focusBlock(id) {
      const { doc, tr } = view.state;
      for (let at = 0; at < doc.childCount; at += 1) {
        if (doc.child(at).attrs.id !== id) continue;
        const $end = doc.resolve(positionOf(doc, at) + doc.child(at).nodeSize);
        view.dispatch(tr.setSelection(TextSelection.near($end, -1)).scrollIntoView());
        view.focus();
        return true;
      }
      return false;
    },
    destroy: () => view.destroy(),
  };
}

/** Find the present node of a block that says the same, number included. */
function keptNodes(doc, now) {
  const byId = new Map(now.map((block, at) => [block.id, at]));
  return (block) => {
    const at = block && byId.get(block.id);
    if (at === undefined || !sameValue(now[at], block)) return null;
    return doc.child(at);
  };
}

function sameValue(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return names.length === others.length && names.every((name) => sameValue(one[name], other[name]));
}

function doing(view) {
  const of = (name) => {
    const command = COMMANDS.get(name);
    if (!command) throw new RangeError(`The editor knows no command ${name}`);
    return command;
  };
  const run = (name) => {
    const done = view.editable && of(name).run(view.state, view.dispatch, view);
    view.focus();
    return done;
  };
  return {
    /** Do what the name says at the caret; false where it cannot be done. */
    run,
    can: (name) => view.editable && of(name).run(view.state, undefined, view),
    active: (name) => of(name).active?.(view.state) ?? false,
    undo: () => run("undo"),
    redo: () => run("redo"),
  };
}
