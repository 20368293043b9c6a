/**
 * Numbers I, 1, a from the structure, as documents/text/numbering.py counts them.
 *
 * A block whose number is the one that follows holds none. A block that came with another number
 * keeps it as printed, and the count goes on from it where it can be read as a number of its
 * level; a sign that cannot be read counts as one. So what is loaded is written again unchanged.
 */
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { changedBlocks, positionOf } from "./changes.js";
import { kindOf } from "./schema.js";

// Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.đ: the Vietnamese order, without ă â ê ô ơ ư.
const LETTERS = [..."abcdđeghiklmnopqrstuvxy"];
const ROMAN = [[10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
const DEPTH = { h1: 0, h2: 1, num: 1, h3: 2, point: 2 };
const NOTHING = [0, 0, 0];
// Beyond this it is cheaper to draw all numbers anew than to look for each that changed.
const FEW = 100;

function roman(number) {
  let [left, written] = [number, ""];
  for (const [value, figure] of ROMAN) {
    for (; left >= value; left -= value) written += figure;
  }
  return written;
}

function written(count, depth) {
  if (depth === 0) return roman(count);
  if (depth === 1) return String(count);
  const times = Math.floor((count - 1) / LETTERS.length) + 1;
  return LETTERS[(count - 1) % LETTERS.length].repeat(times);
}

/** The count behind a number as printed; null where it is none of this level. */
function read(number, depth) {
  let count = null;
  if (depth === 0) {
    const values = { I: 1, V: 5, X: 10 };
    const signs = [...number].map((sign) => values[sign] ?? 0);
    count = signs.reduce((sum, one, at) => sum + (one < (signs[at + 1] ?? 0) ? -one : one), 0);
  } else if (depth === 1) {
    count = Number(number);
  } else {
    const [first, ...rest] = [...number];
    count = LETTERS.indexOf(first) + 1 + rest.length * LETTERS.length;
  }
  return count > 0 && count < 10000 && written(count, depth) === number ? count : null;
}

/**
 * Count one block in. `counts` are those before it, `given` its own number or null; the answer
 * holds the counts after it and its number, "" for a kind that bears none.
 */
export function counted(counts, kind, given) {
  const depth = DEPTH[kind];
  if (depth === undefined) return { counts, number: "" };
  const next = counts.map((count, at) => (at < depth ? count : at === depth ? count + 1 : 0));
  if (given !== null) next[depth] = read(given, depth) ?? next[depth];
  return { counts: next, number: given ?? written(next[depth], depth) };
}

/** The number with the sign that stands behind it: "I. ", "a) ". */
export function printed(kind, number) {
  return number && number + (DEPTH[kind] === 2 ? ") " : ". ");
}

const key = new PluginKey("numbers");

/** The number of each block, in their order. */
export function numbersOf(state) {
  return key.getState(state).entries.map((entry) => entry.number);
}

/** How many blocks were counted since the editor was opened. */
export function workOf(state) {
  return key.getState(state).work;
}

const count = (counts, node) => counted(counts, kindOf(node), node.attrs.num ?? null);
const sameCounts = (one, other) => one.every((value, at) => value === other[at]);

function shown(node, from, number) {
  const text = printed(kindOf(node), number);
  return Decoration.node(from, from + node.nodeSize, { "data-no": text }, { text });
}

/** Count what changed, and what follows until the counts are what they were. */
function recount(old, before, doc) {
  const changed = changedBlocks(before, doc);
  const entries = old.slice(0, changed.from);
  let counts = entries.at(-1)?.counts ?? NOTHING;
  let at = changed.from;
  const shift = changed.before - changed.after;
  for (; at < doc.childCount; at += 1) {
    if (at >= changed.after) {
      const was = old[at + shift - 1]?.counts ?? NOTHING;
      if (sameCounts(was, counts)) break;
    }
    entries.push(count(counts, doc.child(at)));
    counts = entries[at].counts;
  }
  return { entries: entries.concat(old.slice(at + shift)), from: changed.from, to: at };
}

function redrawn(decorations, doc, entries, from, to) {
  const stale = [];
  const fresh = [];
  let position = positionOf(doc, from);
  const start = position;
  const wanted = new Map();
  for (let at = from; at < to; at += 1) {
    const node = doc.child(at);
    if (entries[at].number) wanted.set(position, shown(node, position, entries[at].number));
    position += node.nodeSize;
  }
  for (const one of decorations.find(start, position)) {
    if (one.from < start || one.to > position) continue;
    const want = wanted.get(one.from);
    if (want?.to === one.to && want.spec.text === one.spec.text) wanted.delete(one.from);
    else stale.push(one);
  }
  fresh.push(...wanted.values());
  if (stale.length > FEW) return drawn(doc, entries);
  return stale.length || fresh.length ? decorations.remove(stale).add(doc, fresh) : decorations;
}

function drawn(doc, entries) {
  const all = [];
  doc.forEach((node, position, at) => {
    if (entries[at].number) all.push(shown(node, position, entries[at].number));
  });
  return DecorationSet.create(doc, all);
}

export function numbering() {
  return new Plugin({
    key,
    state: {
      init(_, { doc }) {
        const entries = [];
        doc.forEach((node) => entries.push(count(entries.at(-1)?.counts ?? NOTHING, node)));
        return { entries, decorations: drawn(doc, entries), work: doc.childCount };
      },
      apply(tr, value) {
        if (!tr.docChanged) return value;
        const { entries, from, to } = recount(value.entries, tr.before, tr.doc);
        const mapped = value.decorations.map(tr.mapping, tr.doc);
        const decorations = redrawn(mapped, tr.doc, entries, from, to);
        return { entries, decorations, work: value.work + to - from };
      },
    },
    props: { decorations: (state) => key.getState(state).decorations },
  });
}
