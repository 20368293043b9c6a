/**
 * <doc-viewer src="/….pdf" worker="/static/….mjs">: the pages of a PDF, drawn while they are near.
 *
 * Without this script its content stays: a link to the file. The worker's address is an attribute
 * because only the server knows the hashed name. The element scrolls by itself where its CSS says
 * `--viewer-scrolls: 1`; elsewhere the page does.
 *
 * For its owner: `open({ url } | { data }, { keep })`, `zoom(by)`, `fit()`, `show(page)`, `page`,
 * `pages`; events `documentopen` {pages}, `pagechange` {page, pages}, `documentfail` {error}.
 * A button with `data-zoom="in|out|fit"` and `data-for="<id of the viewer>"` works without more,
 * and so does an element with `data-pages="<id of the viewer>"` that tells how many there are.
 */
import * as pdfjs from "../built/pdf.mjs";
import { Sheet } from "./sheet.js";

const NEAR = "800px"; // how far beyond the window pages are drawn
const WIDEST = 900; // pixels that a page takes at most when it fits
const LEAST = 0.5;
const MOST = 4;
const STEP = 1.25;
const GAP = 12; // pixels beside a page

/** One worker thread for all documents: to start one costs more than to read a usual file. */
let worker = null;

function sharedWorker(address) {
  if (!worker || worker.destroyed) {
    pdfjs.GlobalWorkerOptions.workerSrc = new URL(address, document.baseURI).href;
    worker = new pdfjs.PDFWorker({ name: "doc-viewer", verbosity: 0 });
  }
  return worker;
}

export class DocViewer extends HTMLElement {
  static observedAttributes = ["src"];

  #source = null; // the document that is shown
  #sheets = [];
  #factor = 1; // of the size that fits
  #turn = 0; // of open(); an answer to an earlier one is late
  #page = 1;
  #watch = null;
  #resize = null;
  #root = undefined;
  #fallback = null;
  #column = null;

  get page() {
    return this.#page;
  }

  get pages() {
    return this.#sheets.length;
  }

  connectedCallback() {
    this.#fallback ??= [...this.childNodes];
    this.#resize = new ResizeObserver(() => this.#layout());
    this.#resize.observe(this);
    addEventListener("scroll", this.#scrolled, { capture: true, passive: true });
    this.addEventListener("wheel", this.#wheel, { passive: false });
    this.addEventListener("touchstart", this.#pinchBegins, { passive: true });
    this.addEventListener("keydown", this.#key);
    if (this.hasAttribute("src") && !this.#source) this.open({ url: this.getAttribute("src") });
  }

  disconnectedCallback() {
    this.#turn += 1;
    this.#resize?.disconnect();
    this.#watch?.disconnect();
    this.#root = undefined;
    removeEventListener("scroll", this.#scrolled, { capture: true });
    this.removeEventListener("wheel", this.#wheel);
    this.removeEventListener("touchstart", this.#pinchBegins);
    this.removeEventListener("keydown", this.#key);
    this.#close();
  }

  attributeChangedCallback(_name, before, now) {
    if (this.isConnected && now && before !== null && before !== now) this.open({ url: now });
  }

  /**
   * Show a document. With `keep` it is another state of the one that is shown: the reader stays
   * at his place, and old pictures stand until the new ones are drawn.
   * @param {{url: string} | {data: Uint8Array}} source
   * @param {{keep?: boolean}} [how]
   */
  async open(source, { keep = false } = {}) {
    const turn = (this.#turn += 1);
    const loading = pdfjs.getDocument({
      ...source,
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
    this.#replace(opened, { width: first.width, height: first.height }, keep);
  }

  /** Make the pages larger or smaller by a factor. */
  zoom(by) {
    this.#setFactor(this.#factor * by);
  }

  /** Make the pages as wide as there is room. */
  fit() {
    this.#setFactor(1);
  }

  /** Bring a page into sight. */
  show(page) {
    this.#sheets[page - 1]?.element.scrollIntoView({ block: "start" });
  }

  #replace(opened, size, keep) {
    const old = this.#source;
    const before = keep ? this.#sheets : [];
    if (!keep) this.#sheets.forEach((sheet) => sheet.drop());
    this.#source = opened;
    this.#sheets = Array.from({ length: opened.numPages }, (_, i) => {
      const sheet = new Sheet(i + 1, opened.numPages, before[i]?.size ?? size);
      if (before[i]) sheet.element.append(...before[i].element.childNodes);
      return sheet;
    });
    before.slice(opened.numPages).forEach((sheet) => sheet.drop());
    before.forEach((sheet) => sheet.cancel());
    const [left, top] = [this.#scroller.scrollLeft, this.#scroller.scrollTop];
    this.#column = document.createElement("div");
    this.#column.className = "sheets";
    this.#column.append(...this.#sheets.map((sheet) => sheet.element));
    this.replaceChildren(this.#column);
    this.removeAttribute("data-failed");
    this.#watch?.disconnect();
    this.#root = undefined;
    this.#layout();
    if (keep) this.#scroller.scrollTo(left, top);
    else if (this.#scrollsItself) this.scrollTo(0, 0);
    old?.loadingTask.destroy();
    this.#page = keep ? Math.min(this.#page, opened.numPages) : 1;
    this.#tell("documentopen", { pages: opened.numPages });
    for (const place of document.querySelectorAll(`[data-pages="${CSS.escape(this.id)}"]`)) {
      place.textContent = `${opened.numPages} trang`;
    }
    this.#scrolled();
  }

  #fail(error) {
    this.#close();
    const said = document.createElement("p");
    said.className = "viewer-failed";
    said.setAttribute("role", "alert");
    said.textContent = "Trình duyệt không hiện được tệp này ở đây. ";
    said.append(...(this.#fallback ?? []));
    this.replaceChildren(said);
    this.setAttribute("data-failed", "");
    this.#tell("documentfail", { error });
  }

  #close() {
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

  get #scroller() {
    return this.#scrollsItself ? this : document.scrollingElement;
  }

  #setFactor(factor) {
    const bounded = Math.min(MOST, Math.max(LEAST, factor));
    if (bounded === this.#factor || !this.#column) return;
    const scroller = this.#scroller;
    const place = this.getBoundingClientRect().top;
    const above = this.#scrollsItself ? scroller.scrollTop : Math.max(0, -place);
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
    const apart = () => {
      const [a, b] = event.touches.length === 2 ? event.touches : [];
      return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
    };
    const began = apart() || 1;
    let factor = 1;
    const moves = (moved) => {
      if (moved.touches.length !== 2) return;
      moved.preventDefault();
      const [a, b] = moved.touches;
      factor = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) / began;
      // A picture of the zoom while the fingers move; the pages are drawn anew when they lift.
      this.#column.style.transform = `scale(${factor})`;
    };
    const ends = () => {
      this.removeEventListener("touchmove", moves);
      this.removeEventListener("touchend", ends);
      this.removeEventListener("touchcancel", ends);
      if (this.#column) this.#column.style.transform = "";
      this.zoom(factor);
    };
    this.addEventListener("touchmove", moves, { passive: false });
    this.addEventListener("touchend", ends);
    this.addEventListener("touchcancel", ends);
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
