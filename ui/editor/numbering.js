/**
 * Numbers I, 1, a from the structure, as documents/text/numbering.py counts them.
 *
 * A block whose number is the one that follows holds none. A block that came with another number
 * keeps it as printed, and the count goes on from it where it can be read as a number of its
 * level; a sign that cannot be read counts as one. So what is loaded is written again unchanged.
 */
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { changedBlocks } from "./changes.js";
import { kindOf } from "./schema.js";

// Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.đ: the Vietnamese order, without ă â ê ô ơ ư.
const LETTERS = [..."abcdđeghiklmnopqrstuvxy"];
const ROMAN = [[10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];
const DEPTH = { h1: 0, h2: 1, num: 1, h3: 2, point: 2 };
const NOTHING = [0, 0, 0];

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

/**
 * The numbers as they are shown: one attribute for each block, nothing inside the blocks. A plain
 * set is asked for every block what lies inside it and looks through all numbers each time, which
 * for a draft of 300 pages took most of the time of a key.
 */
class Shown extends DecorationSet {
  forChild() {
    return DecorationSet.empty;
  }
}

function shown(doc, entries) {
  const all = [];
  doc.forEach((node, from, at) => {
    const { number } = entries[at];
    if (!number) return;
    const text = printed(kindOf(node), number);
    all.push(Decoration.node(from, from + node.nodeSize, { "data-no": text }));
  });
  return new Shown(all, []);
}

export function numbering() {
  return new Plugin({
    key,
    state: {
      init(_, { doc }) {
        const entries = [];
        doc.forEach((node) => entries.push(count(entries.at(-1)?.counts ?? NOTHING, node)));
        return { entries, decorations: shown(doc, entries), work: doc.childCount };
      },
      apply(tr, value) {
        if (!tr.docChanged) return value;
        const { entries, from, to } = recount(value.entries, tr.before, tr.doc);
        const decorations = shown(tr.doc, entries);
        return { entries, decorations, work: value.work + to - from };
      },
    },
    props: { decorations: (state) => key.getState(state).decorations },
  });
}
