/** Pictures in the text: chosen, pasted or dropped; each is taken by the server before it stands there. */
import { closeHistory } from "prosemirror-history";
import { DOMSerializer } from "prosemirror-model";
import { NodeSelection, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { isInTable } from "prosemirror-tables";
import { Figure } from "./figure.js";
import { disarmed } from "./reading.js";
import { schema } from "./schema.js";

/**
 * @typedef {object} Pictures what the editor cannot do itself
 * @property {(file: Blob, onProgress: (part: number) => void) => Promise<{sha256: string, px: number[]}>} upload
 * rejects with the sentence that says why a picture is not taken
 * @property {(sha256: string) => string} src where a picture of this document is shown from
 * @property {(sentence: string) => void} say told why; "" when there is nothing to say any more
 */

export const WIDTHS = [25, 50, 75, 100];
const ACCEPTED = ["image/png", "image/jpeg"];
const WIDE = 975; // pixels that fill the width of the text at 150 dots an inch
const ONLY = "Chỉ chèn được hình PNG hoặc JPEG.";
const LEFT_OUT =
  "Đã bỏ hình nằm ở trang khác hoặc trong bảng. Hãy lưu hình về máy rồi chèn bằng nút «Ảnh».";

const key = new PluginKey("images");
const picturesOf = (state) => key.get(state)?.spec.pictures;

// ---- what the keys and the toolbar do

/** The image that the caret stands in, or that is chosen as a whole, and where it begins. */
export function imageAt({ selection }) {
  const { $from, node } = selection;
  if (node?.type === schema.nodes.image) return { node, at: selection.from };
  const isIn = $from.depth === 1 && $from.parent.type === schema.nodes.image;
  return isIn ? { node: $from.parent, at: $from.before() } : null;
}

export const isInImage = (state) => imageAt(state) !== null;

/** Open the choice of files. */
export function insertImage(state, dispatch, view) {
  if (!picturesOf(state)?.upload) return false;
  if (!dispatch) return true;
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: ACCEPTED.join(), multiple: true });
  input.addEventListener("change", () => insertFiles(view, [...input.files], view.state.selection.to));
  input.click();
  return true;
}

export const isWide = (w) => (state) => imageAt(state)?.node.attrs.w === w;

export const widthOf = (w) => (state, dispatch) => {
  const found = imageAt(state);
  if (!found) return false;
  const { tr } = state;
  tr.setNodeAttribute(found.at, "w", w);
  // What was chosen as a whole stays chosen.
  if (state.selection.node) tr.setSelection(NodeSelection.create(tr.doc, found.at));
  dispatch?.(tr);
  return true;
};

export function deleteImage(state, dispatch) {
  const found = imageAt(state);
  if (!found) return false;
  if (dispatch) {
    const tr = closeHistory(state.tr);
    const end = found.at + found.node.nodeSize;
    // The document is never without a block.
    if (state.doc.childCount === 1) tr.replaceWith(found.at, end, schema.nodes.p.create());
    else tr.delete(found.at, end);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(found.at), -1)).scrollIntoView());
  }
  return true;
}

/** Go to where one writes what the picture shows. */
export function describe(state, dispatch, view) {
  const found = imageAt(state);
  if (!found) return false;
  if (dispatch) view.nodeDOM(found.at).querySelector("input").focus();
  return true;
}

/** Enter in a caption begins a paragraph below. */
export function leaveCaption(state, dispatch) {
  const found = imageAt(state);
  if (!found) return false;
  if (dispatch) {
    const { tr } = state;
    const end = found.at + found.node.nodeSize;
    tr.insert(end, schema.nodes.p.create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
  }
  return true;
}

/** Backspace at the beginning of a caption chooses the whole image; once more takes it away. */
export function chooseImage(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type !== schema.nodes.image) return false;
  dispatch?.(closeHistory(state.tr.setSelection(NodeSelection.create(state.doc, $from.before()))));
  return true;
}

// ---- bringing pictures in

/** Stands in the text while pictures are on their way, and goes along with it. */
class Mark {
  constructor(view, at) {
    this.view = view;
    this.doc = view.state.doc;
    this.element = document.createElement("span");
    this.element.className = "writing-wait";
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", "Đang tải hình lên");
    this.element.append("Đang tải hình lên ", this.bar);
    view.dispatch(view.state.tr.setMeta(key, { add: this, at }));
  }

  /** Where it stands now; null where the text around it was taken away. */
  get at() {
    return key.getState(this.view.state).find(null, null, ({ mark }) => mark === this)[0]?.from ?? null;
  }

  /** Whether nobody wrote anything since. */
  get isAlone() {
    return this.view.state.doc === this.doc;
  }

  remove() {
    if (!this.view.isDestroyed) this.view.dispatch(this.view.state.tr.setMeta(key, { remove: this }));
  }

  /** What the server made of a picture; null, and the sentence told, where it took none. */
  async upload(file) {
    const { upload, say } = picturesOf(this.view.state);
    this.bar.removeAttribute("value");
    try {
      return await upload(file, (part) => (this.bar.value = part));
    } catch (refusal) {
      say(refusal.message);
      return null;
    }
  }
}

/** Behind the block that holds this position. */
function behind(doc, position) {
  const $at = doc.resolve(position);
  return $at.depth ? $at.after(1) : position;
}

/** The narrowest width at which a picture is not blown up. */
const widthFor = ([across]) => WIDTHS.find((w) => across <= (WIDE * w) / 100) ?? 100;

async function insertFiles(view, files, position) {
  const wanted = files.filter((file) => ACCEPTED.includes(file.type));
  picturesOf(view.state).say(wanted.length < files.length ? ONLY : "");
  if (!wanted.length) return;
  const mark = new Mark(view, behind(view.state.doc, position));
  for (const file of wanted) {
    const kept = await mark.upload(file);
    if (view.isDestroyed) return;
    if (kept && mark.at !== null) put(view, kept, mark);
  }
  mark.remove();
}

/** Put one picture where the mark stands; an empty paragraph gives way to it. */
function put(view, { sha256, px }, mark) {
  const { doc, tr } = view.state;
  const { at, isAlone } = mark;
  const above = doc.resolve(at).nodeBefore;
  const from = above?.type === schema.nodes.p && !above.content.size ? at - above.nodeSize : at;
  tr.replaceWith(from, at, schema.nodes.image.create({ sha256, px, w: widthFor(px) }));
  // Whoever went on writing elsewhere meanwhile keeps the caret there.
  if (isAlone) tr.setSelection(TextSelection.create(tr.doc, from + 1)).scrollIntoView();
  view.dispatch(closeHistory(tr));
  mark.doc = isAlone ? view.state.doc : mark.doc;
  if (isAlone) view.focus();
}

/** The bytes of a picture that pasted HTML carries in it, or that lies in another document. */
async function bytesOf(image) {
  const address = image.getAttribute("src");
  if (address.startsWith("data:")) return blobOf(address);
  const answer = await fetch(address).catch(() => null);
  return answer?.ok ? answer.blob() : null;
}

/** The bytes of a data address; the page's policy lets nobody fetch one. */
function blobOf(address) {
  const [head, body] = address.split(",");
  try {
    const bytes = Uint8Array.from(atob(body.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: head.slice(5, head.indexOf(";")) });
  } catch {
    return null;
  }
}

/** Tell whether a pasted picture is here already, has to be brought, or is left out. */
function fateOf(image, { src }) {
  const address = image.getAttribute("src") ?? "";
  const figure = image.closest("figure[data-sha256]");
  if (figure && address === src(figure.dataset.sha256)) return "here";
  if (figure) return /^\/(?!\/)/.test(address) ? "brought" : "foreign"; // only from this very site
  return /^data:image\/(png|jpeg);base64,/.test(address) && !image.closest("table") ? "brought" : "foreign";
}

/** Send what the HTML brings along, then paste it where the caret was. */
async function pasteBrought(view, page) {
  const pictures = picturesOf(view.state);
  const { tr } = view.state;
  if (isInImage(view.state)) leaveCaption(view.state, view.dispatch);
  else view.dispatch(tr.deleteSelection());
  const mark = new Mark(view, view.state.selection.from);
  for (const image of page.images) {
    if (fateOf(image, pictures) !== "brought") continue;
    const bytes = await bytesOf(image);
    const kept = bytes && (await mark.upload(bytes));
    const holder = image.closest("figure[data-sha256]") ?? image;
    if (!kept) {
      holder.remove();
      continue;
    }
    holder.dataset.sha256 = kept.sha256;
    holder.dataset.px = kept.px.join(" ");
    holder.dataset.w ??= String(widthFor(kept.px));
    image.setAttribute("src", pictures.src(kept.sha256));
  }
  if (view.isDestroyed) return;
  const { at } = mark;
  mark.remove();
  if (at === null) return;
  view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at))));
  view.pasteHTML(page.body.innerHTML);
}

function handlePaste(view, { clipboardData }) {
  const pictures = picturesOf(view.state);
  if (!clipboardData || !pictures.upload) return false;
  const page = new DOMParser().parseFromString(disarmed(clipboardData.getData("text/html")), "text/html");
  const files = [...clipboardData.files].filter((file) => file.type.startsWith("image/"));
  // Office programs send a picture of the words beside the words.
  if (files.length && !page.body.textContent.trim() && !clipboardData.getData("text/plain").trim()) {
    insertFiles(view, files, view.state.selection.to);
    return true;
  }
  const fates = new Set([...page.images].map((image) => fateOf(image, pictures)));
  if (fates.size) pictures.say(fates.has("foreign") ? LEFT_OUT : "");
  if (!fates.has("brought") || isInTable(view.state)) return false;
  pasteBrought(view, page);
  return true;
}

function handleDrop(view, event, _, moved) {
  const files = [...(event.dataTransfer?.files ?? [])];
  if (moved || !files.length || !picturesOf(view.state).upload) return false;
  const spot = view.posAtCoords({ left: event.clientX, top: event.clientY });
  event.preventDefault(); // or the browser would open the file in place of the page
  insertFiles(view, files, spot?.pos ?? view.state.doc.content.size);
  return true;
}

/** What is copied says where its pictures lie, for another document to bring them over. */
function serializer({ src }) {
  const { nodes, marks } = DOMSerializer.fromSchema(schema);
  const image = (node) => {
    const [tag, attrs, [name, shown], ...rest] = nodes.image(node);
    return [tag, attrs, [name, { ...shown, src: src(node.attrs.sha256) }], ...rest];
  };
  return new DOMSerializer({ ...nodes, image }, marks);
}

/** @param {Pictures} pictures */
export function images(pictures) {
  return new Plugin({
    key,
    pictures,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marks) {
        const kept = marks.map(tr.mapping, tr.doc);
        const { add, at, remove } = tr.getMeta(key) ?? {};
        if (add) return kept.add(tr.doc, [Decoration.widget(at, add.element, { mark: add, side: 1 })]);
        return remove ? kept.remove(kept.find(null, null, ({ mark }) => mark === remove)) : kept;
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      clipboardSerializer: serializer(pictures),
      nodeViews: { image: (node, view, position) => new Figure(node, view, position, pictures.src) },
      handlePaste,
      handleDrop,
    },
  });
}
