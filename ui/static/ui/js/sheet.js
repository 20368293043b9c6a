/** The pages that <doc-viewer> is made of: each a picture, and over it its words. */
import * as pdfjs from "../built/pdf.mjs";

const LARGEST_CANVAS = 16_000_000; // pixels; phones refuse larger ones without a word

/** One page: its place in the column, and while it is near its picture and its words. */
export class Sheet {
  /**
   * @param {number} n from 1
   * @param {{width: number, height: number}} size in points; corrected when the page is read
   */
  constructor(n, of, size) {
    this.n = n;
    this.size = size;
    this.scale = 0;
    this.near = false;
    this.task = null;
    this.read = null;
    this.element = document.createElement("div");
    this.element.className = "sheet";
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", `Trang ${n} trên ${of}`);
  }

  /** Give the sheet its size on the screen. */
  measure(scale) {
    this.scale = scale;
    this.element.style.width = `${Math.floor(this.size.width * scale)}px`;
    this.element.style.height = `${Math.floor(this.size.height * scale)}px`;
    this.element.style.setProperty("--total-scale-factor", String(scale));
  }

  /** Draw the page; the old picture stays until the new one is whole. */
  async draw(source) {
    this.cancel();
    const { scale } = this;
    const page = await source.getPage(this.n);
    this.read = page;
    const natural = page.getViewport({ scale: 1 });
    if (natural.width !== this.size.width || natural.height !== this.size.height) {
      this.size = { width: natural.width, height: natural.height };
      this.measure(scale);
    }
    if (!this.near || scale !== this.scale) return;
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    const most = Math.sqrt(LARGEST_CANVAS / (viewport.width * viewport.height));
    const density = Math.min(devicePixelRatio || 1, 3, most);
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    canvas.setAttribute("aria-hidden", "true");
    const transform = density === 1 ? null : [density, 0, 0, density, 0, 0];
    const task = page.render({ canvas, viewport, transform });
    this.task = task;
    try {
      await task.promise;
    } catch (error) {
      if (error instanceof pdfjs.RenderingCancelledException) return;
      throw error;
    }
    if (this.task !== task) return;
    this.task = null;
    const words = await wordsOf(page, viewport);
    if (!this.near || scale !== this.scale) return release(canvas);
    this.element.querySelectorAll("canvas").forEach(release);
    this.element.replaceChildren(canvas, words);
  }

  /** Give the memory of a page back that is far away. */
  drop() {
    this.cancel();
    this.read?.cleanup();
    this.element.querySelectorAll("canvas").forEach(release);
    this.element.replaceChildren();
  }

  cancel() {
    this.task?.cancel();
    this.task = null;
  }
}

/** A canvas holds its pixels until somebody collects it, unless it has none. */
function release(canvas) {
  canvas.width = 0;
  canvas.height = 0;
}

/** The words of a page as text that can be chosen, found and read aloud. */
async function wordsOf(page, viewport) {
  const layer = document.createElement("div");
  layer.className = "words";
  const text = new pdfjs.TextLayer({
    textContentSource: page.streamTextContent(),
    container: layer,
    viewport,
  });
  await text.render();
  // What fields show (the number, the date) is no text of the page: it is asked for apart.
  for (const field of await page.getAnnotations()) {
    const said = [field.fieldValue].flat().filter((one) => typeof one === "string").join(" ");
    if (field.subtype !== "Widget" || !said.trim() || field.hidden) continue;
    const [left, bottom, right, top] = field.rect;
    const [x, y] = viewport.convertToViewportPoint(left, top);
    const span = document.createElement("span");
    span.className = "field-words";
    span.textContent = said;
    span.style.left = `${x}px`;
    span.style.top = `${y}px`;
    span.style.width = `${(right - left) * viewport.scale}px`;
    span.style.fontSize = `${(top - bottom) * viewport.scale * 0.8}px`;
    layer.append(span);
  }
  return layer;
}
