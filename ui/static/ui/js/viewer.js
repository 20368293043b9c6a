/**
 * <doc-viewer src="/….pdf" worker="/static/….mjs">: the pages of a PDF, drawn while they are near.
 *
 * Without this script its content stays: a link to the file. The worker's address is an attribute
 * because only the server knows the hashed name. The element scrolls by itself where its CSS says
 * `--viewer-scrolls: 1`; elsewhere the page does.
 *
 * For its owner: `open(url)`, `zoom(by)`, `fit()`, `page`, `pages`; events `documentopen` {pages},
 * `pagechange` {page, pages}, `documentfail` {error}. A button with `data-zoom="in|out|fit"` and
 * `data-for="<id of the viewer>"` works without more, and so does an element with
 * `data-pages="<id of the viewer>"` that tells how many there are.
 */
import * as pdfjs from "../built/pdf.mjs";

const NEAR = "800px"; // how far beyond the window pages are drawn
const WIDEST = 900; // pixels that a page takes at most when it fits
const LEAST = 0.5;
const MOST = 4;
const STEP = 1.25;
const GAP = 12; // pixels beside a page
const LARGEST_CANVAS = 16_000_000; // pixels; phones refuse larger ones without a word

/** One worker thread for all documents: to start one costs more than to read a usual file. */
let worker = null;

function sharedWorker(address) {
  if (!worker || worker.destroyed) {
    pdfjs.GlobalWorkerOptions.workerSrc = new URL(address, document.baseURI).href;
    worker = new pdfjs.PDFWorker({ name: "doc-viewer", verbosity: 0 });
  }
  return worker;
}

/** One page: its place in the column, and while it is near its picture and its words. */
class Sheet {
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

class DocViewer extends HTMLElement {
  static observedAttributes = ["src"];

  #source = null; // the document that is shown
  #sheets = [];
  #factor = 1; // of the size that fits
  #turn = 0; // of open(); an answer to an earlier one is late
  #page = 1;
  #pages = 0; // until it is known
  #watch = null;
  #resize = null;
  #here = null; // ends what listens when the element leaves the page
  #root = undefined;
  #fallback = null;
  #column = null;

  get page() {
    return this.#page;
  }

  get pages() {
    return this.#pages;
  }

  connectedCallback() {
    this.#fallback ??= [...this.childNodes];
    this.#here = new AbortController();
    const { signal } = this.#here;
    this.#resize = new ResizeObserver(() => this.#layout());
    this.#resize.observe(this);
    addEventListener("scroll", this.#scrolled, { capture: true, passive: true, signal });
    this.addEventListener("wheel", this.#wheel, { passive: false, signal });
    this.addEventListener("touchstart", this.#pinchBegins, { passive: true, signal });
    this.addEventListener("keydown", this.#key, { signal });
    if (this.hasAttribute("src") && !this.#source) this.open(this.getAttribute("src"));
  }

  disconnectedCallback() {
    this.#turn += 1;
    this.#here?.abort();
    this.#resize?.disconnect();
    this.#root = undefined;
    this.#close();
  }

  attributeChangedCallback(_name, before, now) {
    if (this.isConnected && now && before !== null && before !== now) this.open(now);
  }

  /** Show a document from its first page; the one that was shown is given back. */
  async open(url) {
    const turn = (this.#turn += 1);
    [this.#page, this.#pages] = [1, 0];
    const loading = pdfjs.getDocument({
      url,
      worker: sharedWorker(this.getAttribute("worker")),
      standardFontDataUrl: this.getAttribute("fonts") || undefined,
      disableAutoFetch: true,
      disableWorkerRendering: true, // a thread for each document otherwise
      enableXfa: false,
      isEvalSupported: false,
      useWasm: false,
      verbosity: 0,
    });
    let opened;
    let first;
    try {
      opened = await loading.promise;
      first = (await opened.getPage(1)).getViewport({ scale: 1 });
    } catch (error) {
      await loading.destroy();
      if (turn === this.#turn) this.#fail(error);
      return;
    }
    if (turn !== this.#turn) return void loading.destroy();
    this.#replace(opened, { width: first.width, height: first.height });
  }

  /** Make the pages larger or smaller by a factor. */
  zoom(by) {
    this.#setFactor(this.#factor * by);
  }

  /** Make the pages as wide as there is room. */
  fit() {
    this.#setFactor(1);
  }

  #replace(opened, size) {
    this.#close();
    this.#source = opened;
    const count = opened.numPages;
    this.#sheets = Array.from({ length: count }, (_, i) => new Sheet(i + 1, count, size));
    this.#column = document.createElement("div");
    this.#column.className = "sheets";
    this.#column.append(...this.#sheets.map((sheet) => sheet.element));
    this.replaceChildren(this.#column);
    this.#root = undefined;
    this.#layout();
    if (this.#scrollsItself) this.scrollTo(0, 0);
    this.#pages = count;
    this.#tell("documentopen", { pages: count });
    for (const place of document.querySelectorAll(`[data-pages="${CSS.escape(this.id)}"]`)) {
      place.textContent = `${count} trang`;
    }
  }

  #fail(error) {
    this.#close();
    const said = document.createElement("p");
    said.className = "viewer-failed";
    said.setAttribute("role", "alert");
    said.textContent = "Trình duyệt không hiện được tệp này ở đây. ";
    said.append(...(this.#fallback ?? []));
    for (const link of said.querySelectorAll("a")) link.href = this.getAttribute("src");
    this.replaceChildren(said);
    this.#tell("documentfail", { error });
  }

  #close() {
    this.#watch?.disconnect();
    this.#sheets.forEach((sheet) => sheet.drop());
    this.#sheets = [];
    this.#source?.loadingTask.destroy();
    this.#source = null;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  get #scrollsItself() {
    return getComputedStyle(this).getPropertyValue("--viewer-scrolls").trim() === "1";
  }

  #setFactor(factor) {
    const bounded = Math.min(MOST, Math.max(LEAST, factor));
    if (bounded === this.#factor || !this.#column) return;
    const scroller = this.#scrollsItself ? this : document.scrollingElement;
    const top = this.getBoundingClientRect().top;
    const above = this.#scrollsItself ? scroller.scrollTop : Math.max(0, -top);
    const ratio = bounded / this.#factor;
    this.#factor = bounded;
    this.#layout();
    scroller.scrollBy(0, above * (ratio - 1));
    if (bounded > 1) this.scrollLeft = (this.scrollWidth - this.clientWidth) / 2;
  }

  /** Size the sheets to the room there is; draw those again whose size changed. */
  #layout() {
    if (!this.#column || !this.clientWidth) return;
    this.#observe();
    const room = Math.min(WIDEST, this.clientWidth - 2 * GAP);
    for (const sheet of this.#sheets) {
      const scale = (room / sheet.size.width) * this.#factor;
      if (Math.abs(sheet.scale - scale) < 0.002) continue;
      sheet.measure(scale);
      if (sheet.near) this.#draw(sheet);
    }
  }

  #observe() {
    const root = this.#scrollsItself ? this : null;
    if (root === this.#root) return;
    this.#root = root;
    this.#watch?.disconnect();
    const byElement = new Map(this.#sheets.map((sheet) => [sheet.element, sheet]));
    this.#watch = new IntersectionObserver(
      (seen) => {
        for (const { target, isIntersecting } of seen) {
          const sheet = byElement.get(target);
          if (!sheet || sheet.near === isIntersecting) continue;
          sheet.near = isIntersecting;
          if (isIntersecting) this.#draw(sheet);
          else sheet.drop();
        }
      },
      { root, rootMargin: `${NEAR} 0px` },
    );
    this.#sheets.forEach((sheet) => this.#watch.observe(sheet.element));
  }

  async #draw(sheet) {
    const source = this.#source;
    try {
      await sheet.draw(source);
    } catch (error) {
      if (source === this.#source) this.#fail(error); // else it was closed while being drawn
    }
  }

  #scrolled = (event) => {
    if (event && event.target !== document && event.target !== this) return;
    const top = this.#scrollsItself ? this.getBoundingClientRect().top : 0;
    const line = top + (this.#scrollsItself ? this.clientHeight : innerHeight) / 3;
    const at = this.#sheets.findLastIndex(
      (sheet) => sheet.element.getBoundingClientRect().top <= line,
    );
    const page = Math.max(1, at + 1);
    if (page === this.#page) return;
    this.#page = page;
    this.#tell("pagechange", { page, pages: this.pages });
  };

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") this.zoom(STEP);
    else if (event.key === "-") this.zoom(1 / STEP);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  };

  #wheel = (event) => {
    if (!event.ctrlKey) return; // a pinch on a touch pad says that Ctrl is held
    event.preventDefault();
    this.zoom(Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 100));
  };

  #pinchBegins = (event) => {
    if (event.touches.length !== 2 || !this.#column) return;
    const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const began = apart(event.touches) || 1;
    const over = new AbortController();
    let factor = 1;
    const moves = (moved) => {
      if (moved.touches.length !== 2) return;
      moved.preventDefault();
      factor = apart(moved.touches) / began;
      // A picture of the zoom while the fingers move; the pages are drawn anew when they lift.
      this.#column.style.transform = `scale(${factor})`;
    };
    const ends = () => {
      over.abort();
      if (this.#column) this.#column.style.transform = "";
      this.zoom(factor);
    };
    this.addEventListener("touchmove", moves, { passive: false, signal: over.signal });
    for (const name of ["touchend", "touchcancel"]) {
      this.addEventListener(name, ends, { signal: over.signal });
    }
  };
}

customElements.define("doc-viewer", DocViewer);

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-zoom]") : null;
  const viewer = button && document.getElementById(button.getAttribute("data-for") ?? "");
  if (!(viewer instanceof DocViewer)) return;
  const way = button.getAttribute("data-zoom");
  if (way === "fit") viewer.fit();
  else viewer.zoom(way === "in" ? STEP : 1 / STEP);
});
