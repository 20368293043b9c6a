/**
 * What the editor can hold: nodes and marks bear the names of the draft format `vbhc/1`, so what
 * the format has no word for cannot be typed or pasted.
 */
import { Schema } from "prosemirror-model";

/** The kinds of paragraph, by the names that the server's numbering gives them too. */
export const KINDS = {
  p: { type: "p" },
  basis: { type: "basis" },
  h1: { type: "h", lvl: 1 },
  h2: { type: "h", lvl: 2 },
  h3: { type: "h", lvl: 3 },
  num: { type: "num" },
  point: { type: "point" },
  li1: { type: "li", lvl: 1, mark: "-" },
  li2: { type: "li", lvl: 2, mark: "+" },
};

export const STYLES = ["b", "i", "u", "sup", "sub"];

const id = { default: null };
// The number as printed where it is not the one that follows; null where the structure gives it.
const num = { default: null };

/** A kind of paragraph; `from` reads its attributes from our own clipboard, never its id. */
const paragraph = (t, attrs = {}, shown = () => ({}), from = () => ({})) => ({
  content: "inline*",
  group: "paragraph",
  attrs: { id, ...attrs },
  definingForContent: t !== "p",
  toDOM: (node) => ["p", { "data-t": t, "data-id": node.attrs.id, ...shown(node) }, 0],
  parseDOM: [{ tag: `p[data-t=${t}]`, getAttrs: from, priority: 60 }],
});

const level = (node) => ({ "data-lvl": node.attrs.lvl });
const levelled = (most) => (dom) => {
  const lvl = Number(dom.dataset.lvl);
  return Number.isInteger(lvl) && lvl >= 1 && lvl <= most && { lvl };
};
const marked = (dom) => {
  const mark = dom.dataset.mark;
  return ["-", "+"].includes(mark) && levelled(2)(dom) && { ...levelled(2)(dom), mark };
};

const p = paragraph("p");
p.parseDOM = [{ tag: "p" }];

const span = (text) => Math.max(1, Number.parseInt(text, 10) || 1);

const table = {
  content: "tr+",
  tableRole: "table",
  isolating: true,
  attrs: { id, cols: { default: null } },
  toDOM: (node) => {
    const { id: name, cols } = node.attrs;
    const all = (cols ?? []).reduce((sum, weight) => sum + weight, 0);
    const widths = (cols ?? []).map((weight) => [
      "col",
      { width: `${((100 * weight) / all).toFixed(2)}%` },
    ]);
    return [
      "table",
      { "data-id": name, "data-cols": cols && cols.join(" ") },
      ["colgroup", ...widths],
      ["tbody", 0],
    ];
  },
  parseDOM: [
    {
      tag: "table",
      getAttrs: (dom) => {
        const cols = (dom.dataset.cols ?? "").split(" ").map(Number);
        return { cols: cols.every((weight) => weight > 0) ? cols : null };
      },
    },
  ],
};

const tr = {
  content: "td*",
  tableRole: "row",
  // Rows of the head are repeated on each page.
  attrs: { head: { default: false } },
  toDOM: (node) => ["tr", node.attrs.head ? { class: "head" } : {}, 0],
  parseDOM: [{ tag: "tr", getAttrs: (dom) => ({ head: dom.classList.contains("head") }) }],
};

const td = {
  // A cell holds one line of runs, as in the format: no paragraphs, no tables.
  content: "inline*",
  tableRole: "cell",
  isolating: true,
  attrs: {
    colspan: { default: 1 },
    rowspan: { default: 1 },
    colwidth: { default: null },
    al: { default: null },
  },
  toDOM: ({ attrs }) => [
    "td",
    { colspan: attrs.colspan, rowspan: attrs.rowspan, "data-al": attrs.al },
    0,
  ],
  parseDOM: [
    {
      tag: "td, th",
      getAttrs: (dom) => ({
        colspan: span(dom.getAttribute("colspan")),
        rowspan: span(dom.getAttribute("rowspan")),
        al: ["l", "c", "r"].includes(dom.dataset.al) ? dom.dataset.al : null,
      }),
    },
  ],
};

const hex = /^[0-9a-f]{64}$/;

const image = {
  // The words of an image are its caption; what it shows is said by `alt`.
  content: "inline*",
  isolating: true,
  attrs: { id, sha256: {}, px: {}, w: { default: 100 }, alt: { default: "" } },
  toDOM: ({ attrs }) => [
    "figure",
    { "data-sha256": attrs.sha256, "data-px": attrs.px.join(" "), "data-w": attrs.w },
    ["img", { alt: attrs.alt }],
    ["figcaption", 0],
  ],
  parseDOM: [
    {
      tag: "figure[data-sha256]",
      contentElement: "figcaption",
      getAttrs: (dom) => imageAttrs(dom, dom.querySelector("img")?.alt),
    },
  ],
};

/** The attributes of an image that was copied or has come to the server; false for any other. */
export function imageAttrs({ dataset }, alt) {
  const px = (dataset.px ?? "").split(" ").map(Number);
  const w = Number(dataset.w ?? 100);
  const isSound = px.length === 2 && px.every((one) => Number.isInteger(one) && one > 0) && w >= 10 && w <= 100;
  return hex.test(dataset.sha256 ?? "") && isSound && { sha256: dataset.sha256, px, w, alt: (alt ?? "").slice(0, 500) };
}

const mark = (tag, ...also) => ({ parseDOM: [{ tag }, ...also], toDOM: () => [tag, 0] });

export const schema = new Schema({
  nodes: {
    // The paragraph stands first: what nobody knows becomes one.
    doc: { content: "(p | basis | h | num | point | li | table | image)+" },
    p,
    basis: paragraph("basis"),
    h: paragraph("h", { lvl: { default: 1 }, num }, level, levelled(3)),
    num: paragraph("num", { num }),
    point: paragraph("point", { num }),
    li: paragraph(
      "li",
      { lvl: { default: 1 }, mark: { default: "-" } },
      (node) => ({ ...level(node), "data-mark": node.attrs.mark }),
      marked,
    ),
    table,
    tr,
    td,
    image,
    text: { group: "inline" },
  },
  marks: {
    b: mark("b", { tag: "strong" }),
    i: mark("i", { tag: "em" }),
    u: mark("u"),
    sup: mark("sup"),
    sub: mark("sub"),
  },
});

/** The kind of a block of the document: p basis h1 h2 h3 num point li1 li2 table image. */
export function kindOf(node) {
  const name = node.type.name;
  return name === "h" || name === "li" ? name + node.attrs.lvl : name;
}
