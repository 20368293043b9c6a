/** Each block has a name of its own for as long as it lives. */
import { Plugin } from "prosemirror-state";
import { changedBlocks, positionOf } from "./changes.js";

/** A name in the shape that the server gives to blocks that come without. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `b${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Name what has no name, or one that another block bears; the older block keeps it. */
export function ids() {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some((one) => one.docChanged)) return null;
      return named(before.doc, after);
    },
  });
}

function named(old, state) {
  const { doc } = state;
  const changed = changedBlocks(old, doc);
  const known = new Set();
  for (let at = changed.from; at < changed.before; at += 1) known.add(old.child(at).attrs.id);
  const nameless = [];
  const seen = new Set();
  for (let at = changed.from; at < changed.after; at += 1) {
    const { id } = doc.child(at).attrs;
    if (!id || seen.has(id)) nameless.push(at);
    else if (!known.has(id) && borneElsewhere(doc, id, changed)) nameless.push(at);
    seen.add(id);
  }
  if (!nameless.length) return null;
  const { tr } = state;
  for (const at of nameless) tr.setNodeAttribute(positionOf(doc, at), "id", newId());
  return tr;
}

function borneElsewhere(doc, id, { from, after }) {
  for (let at = 0; at < doc.childCount; at += 1) {
    if ((at < from || at >= after) && doc.child(at).attrs.id === id) return true;
  }
  return false;
}
