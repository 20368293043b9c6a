/** Foreign HTML, Word's above all, read as blocks of the draft format. */
import { imageAttrs, STYLES } from "./schema.js";
import { cleanForeign } from "./text.js";
import { kindOfSign } from "./signs.js";
import { tableBlocks } from "./reading_tables.js";

// Nothing that one reads stands in these.
const SKIPPED = new Set(
  ("script style title meta link xml template noscript iframe object embed applet svg math canvas audio video " +
    "select option textarea input button head del img picture map").split(" "),
);
const BLOCKS = new Set(
  ("address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary " +
    "table tbody td tfoot th thead tr ul").split(" "),
);
const TAGS = { b: "b", strong: "b", i: "i", em: "i", u: "u", ins: null, sup: "sup", sub: "sub" };

// A tag with its attributes, which may hold any sign in quotes; and one attribute.
const TAG = /<([a-z][^\s/>]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s=/"'<>]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g;

/**
 * The same HTML with nothing that the page's policy would have to stop and complain of: styles
 * become data, handlers go. Nothing of it is ever shown or run; only its words are read.
 */
export function disarmed(html) {
  const bare = html.replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, "");
  return bare.replace(TAG, (_, name, attributes) => {
    const kept = attributes.replace(ATTRIBUTE, (whole, key, value = "") => {
      if (/^on/i.test(key)) return "";
      return key.toLowerCase() === "style" ? `data-css${value}` : whole;
    });
    return `<${name}${kept}>`;
  });
}

/** The declarations of a style attribute; the engine drops those that only Word knows. */
function declarations(element) {
  const all = {};
  for (const one of (element.dataset?.css ?? "").split(";")) {
    const at = one.indexOf(":");
    if (at > 0) all[one.slice(0, at).trim().toLowerCase()] = one.slice(at + 1).trim().toLowerCase();
  }
  return all;
}

/** Tell whether anything in a tree begins a line of its own. */
export function holdsBlocks(root) {
  return root.querySelector(["br", "img[data-sha256]", ...BLOCKS].join()) !== null;
}

function styled(styles, tag, css) {
  const next = { ...styles };
  if (TAGS[tag]) next[TAGS[tag]] = true;
  const weight = css["font-weight"];
  if (weight) next.b = /^(bold|bolder|[6-9]00)$/.test(weight);
  const slant = css["font-style"];
  if (slant) next.i = /^(italic|oblique)/.test(slant);
  const line = css["text-decoration-line"] ?? css["text-decoration"];
  if (line) next.u = line.includes("underline");
  const raised = css["vertical-align"];
  if (raised === "super") next.sup = true;
  if (raised === "sub") next.sub = true;
  return next;
}

// ---- signs of lists

const DIGITS = /^\d{1,3}[.)]$/;
const SMALL = /^(?:[a-zđ]{1,2}|[ivx]+)[.)]$|^\d+(?:\.\d+)+[.)]?$/;

/** The kind that a list's sign means in our structure; any sign that is no number is a dash. */
function kindOfListSign(sign, level, isBold) {
  const typed = kindOfSign(sign);
  if (typed === "h1" || /^[A-Z]\.$/.test(sign)) return "h1";
  if (DIGITS.test(sign)) return isBold ? "h2" : "num";
  if (SMALL.test(sign)) return "point";
  if (typed) return typed;
  return level > 1 ? "li2" : "li1";
}

const TYPED = /^((?:[IVX]{1,6}\.)|(?:\d{1,2}\.)|(?:[a-zđ]\))|[-–+•●])(?: +|$)/;

const textOf = (runs) => runs.map((run) => run.s).join("");

/** The runs without their first `length` characters. */
function without(runs, length) {
  let left = length;
  const kept = [];
  for (const run of runs) {
    const gone = Math.min(left, run.s.length);
    left -= gone;
    if (gone < run.s.length) kept.push({ ...run, s: run.s.slice(gone) });
  }
  return kept;
}

const every = (runs, style) => runs.every((run) => run[style] || !run.s.trim());

/** A block from a paragraph whose sign, if it has one, was typed as text. */
export function typedBlock(runs, heading = 0) {
  const sign = TYPED.exec(textOf(runs));
  const words = sign ? without(runs, sign[0].length) : runs;
  const isTitle = heading > 0 || every(runs, "b");
  if (heading && sign && kindOfListSign(sign[1], 1, true).match(/^li/)) return block(`h${heading}`, words);
  if (sign) {
    const kind = kindOfListSign(sign[1], 1, isTitle);
    return block(heading && kind === "point" ? "h3" : kind, words);
  }
  if (heading) return block(`h${heading}`, words);
  if (textOf(runs).startsWith("Căn cứ ") && every(runs, "i")) return block("basis", words);
  return block("p", words);
}

/** A block of this kind; what the page sets in bold or italics itself is no style of the text. */
function block(kind, runs) {
  const given = { h1: "b", h2: "b", basis: "i" }[kind];
  const x = given ? runs.map(({ [given]: _, ...run }) => run) : runs;
  if (kind.startsWith("h")) return { t: "h", lvl: Number(kind[1]), x };
  if (kind.startsWith("li")) return { t: "li", lvl: Number(kind[2]), mark: kind === "li1" ? "-" : "+", x };
  return { t: kind, x };
}

// ---- reading

/** Reads a tree of HTML into blocks, line after line. */
export class Reader {
  /** In a cell all lines are one. */
  constructor({ inCell = false } = {}) {
    this.inCell = inCell;
    this.blocks = [];
    this.begin({});
  }

  read(root) {
    this.children(root, { styles: {} });
    this.end();
    return this.blocks;
  }

  /** Begin a line: what is known of it before its words. */
  begin(line) {
    this.line = line;
    this.runs = [];
    this.sign = "";
  }

  end() {
    if (this.inCell) return this.add(" ", {});
    const runs = trimmed(this.runs);
    if (runs.length) this.blocks.push(this.made(runs));
    // A second line of one list item is a paragraph of its own.
    this.begin({});
  }

  made(runs) {
    const { list, heading = 0, word } = this.line;
    if (word) {
      const sign = cleanForeign(this.sign).trim();
      if (sign) return block(kindOfListSign(sign, word.level, heading > 0 || every(runs, "b")), runs);
      const typed = typedBlock(runs, heading);
      return typed.t === "p" ? block(word.level > 1 ? "li2" : "li1", runs) : typed;
    }
    if (list) {
      const typed = typedBlock(runs);
      return typed.t === "p" || typed.t === "basis" ? block(list, runs) : typed;
    }
    return typedBlock(runs, heading);
  }

  add(text, styles) {
    if (!text) return;
    const last = this.runs.at(-1);
    if (last && STYLES.every((style) => Boolean(last[style]) === Boolean(styles[style]))) {
      last.s += text;
      return;
    }
    const run = { s: text };
    for (const style of STYLES) if (styles[style]) run[style] = true;
    this.runs.push(run);
  }

  children(parent, context) {
    // Word puts a list's sign between two comments, or marks its span as one to ignore.
    let isSign = false;
    for (const child of parent.childNodes) {
      if (child.nodeType === 8) {
        if (/^\[if !supportLists\]/.test(child.data)) isSign = true;
        else if (/^\[endif\]/.test(child.data)) isSign = false;
      } else if (isSign) this.sign += child.textContent;
      else if (child.nodeType === 3) this.text(child.data, context);
      else if (child.nodeType === 1) this.element(child, context);
    }
  }

  text(data, { styles, keepsLines }) {
    if (!keepsLines) return this.add(data.replace(/[ \t\n\r\f]+/g, " "), styles);
    data.split("\n").forEach((line, at) => {
      if (at) this.end();
      this.add(line, styles);
    });
  }

  element(element, context) {
    const tag = element.localName;
    if (tag === "img" && element.dataset.sha256) return this.image(element);
    if (SKIPPED.has(tag)) return;
    const css = declarations(element);
    if (css.display === "none" || css["mso-hide"] === "all" || element.hidden) return;
    if (css["mso-element"] === "comment-list") return;
    if (css["mso-list"] === "ignore") {
      this.sign += element.textContent;
      return;
    }
    const inner = this.context(element, tag, css, context);
    if (tag === "br") this.end();
    else if (tag === "table" && !this.inCell) this.table(element, inner);
    else if (BLOCKS.has(tag)) this.block(element, tag, css, inner);
    else this.children(element, inner);
  }

  context(element, tag, css, context) {
    const space = css["white-space"] ?? "";
    const keepsLines = space ? space.startsWith("pre") : tag === "pre" || context.keepsLines;
    const inner = { ...context, styles: styled(context.styles, tag, css), keepsLines };
    if (tag === "ol" || tag === "ul" || tag === "menu") inner.list = listIn(element, tag, css, context.list);
    return inner;
  }

  block(element, tag, css, context) {
    if (this.runs.some((run) => run.s.trim()) || this.sign) this.end();
    else this.runs = [];
    const known = lineOf(element, tag, css, context);
    if (known) this.line = known;
    this.children(element, context);
    // An empty item keeps what is known for the paragraph inside it.
    if (this.runs.some((run) => run.s.trim()) || this.sign) this.end();
    else this.begin({});
  }

  /** A picture that the server has taken. */
  image(element) {
    const attrs = imageAttrs(element, element.alt);
    if (this.inCell || !attrs) return;
    this.end();
    this.blocks.push({ t: "image", ...attrs, alt: cleanForeign(attrs.alt), x: [] });
  }

  table(element, context) {
    this.end();
    const rows = [...element.rows];
    if (rows.length === 1 && rows[0].cells.length === 1) this.children(rows[0].cells[0], context);
    else this.blocks.push(...tableBlocks(rows, (cell) => new Reader({ inCell: true }).cell(cell)));
    this.end();
  }

  /** The runs of a cell. */
  cell(element) {
    return trimmed(this.words(element));
  }

  /** The runs of what stands in one line. */
  words(element) {
    this.children(element, { styles: styled({}, element.localName, declarations(element)) });
    return this.runs.map((run) => ({ ...run, s: cleanForeign(run.s) }));
  }
}

/** The list that an element begins: what its items are in our structure. */
function listIn(element, tag, css, outer) {
  const depth = (outer?.depth ?? 0) + 1;
  const type = css["list-style-type"] ?? element.getAttribute("type") ?? "";
  if (tag !== "ol") return { depth, kind: outer?.kind.startsWith("li") ? "li2" : "li1" };
  if (/^(I|upper-roman)$/.test(type)) return { depth, kind: "h1" };
  if (/^(a|i|lower-alpha|lower-latin|lower-roman)$/.test(type)) return { depth, kind: "point" };
  return { depth, kind: outer?.kind === "num" ? "point" : "num" };
}

function lineOf(element, tag, css, { list }) {
  const ofWord = /\blevel(\d)/.exec(css["mso-list"] ?? "");
  const heading = /^h[1-6]$/.test(tag) ? Math.min(3, Number(tag[1])) : 0;
  if (ofWord) return { word: { level: Number(ofWord[1]) }, heading };
  if (tag === "li") return { list: list?.kind ?? "li1" };
  return heading ? { heading } : null;
}

/** Runs cleaned, without the blanks at both ends and doubled ones between. */
function trimmed(runs) {
  const kept = [];
  let afterBlank = true;
  for (const run of runs) {
    let s = cleanForeign(run.s);
    if (afterBlank) s = s.replace(/^ /, "");
    if (!s) continue;
    afterBlank = s.endsWith(" ");
    kept.push({ ...run, s });
  }
  while (kept.length && !kept.at(-1).s.trimEnd()) kept.pop();
  if (kept.length) kept.at(-1).s = kept.at(-1).s.trimEnd();
  return kept;
}
