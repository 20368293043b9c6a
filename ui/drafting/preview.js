/**
 * The pages that the text becomes: asked for at every pause, only those that changed come.
 */
import { post } from "../static/ui/js/app.js";

const PAUSE = 500; // ms after the last key
const BUSY = 700; // ms until a server that is busy is asked again
const KEPT = 60; // pictures of pages that were shown before, for undo and for turning back
const HEIGHT = 841.89; // points of an A4 page

export class Preview {
  #timer = 0;
  #isAsking = false;
  #isStale = false;
  #pictures = new Map(); // hash -> SVG, the newest last
  #sheets = [];
  #blocks = {};
  #lacking = 0; // the page that the reader looks at and that has no picture yet
  #watch;

  /**
   * @param {object} room
   * @param {string} room.url
   * @param {HTMLElement} room.element where the pages stand
   * @param {HTMLElement} room.state
   * @param {() => object} room.draft
   * @param {() => string | null} room.caret the block that is being written
   */
  constructor(room) {
    Object.assign(this, room);
    this.element.hidden = false;
    this.#watch = new IntersectionObserver((seen) => this.#scrolledTo(seen), { root: null });
  }

  /** Something was typed. */
  changed() {
    this.#isStale = true;
    this.#later(PAUSE);
  }

  /** Bring the block that is being written into sight, unless it is there. */
  follow() {
    const spot = this.#blocks[this.caret() ?? ""];
    const image = spot && this.element.children[spot[0] - 1];
    if (!image || !this.element.clientHeight) return;
    const frame = this.element.getBoundingClientRect();
    const page = image.getBoundingClientRect();
    const y = page.top + (spot[1] / HEIGHT) * page.height;
    const [top, bottom] = [Math.max(frame.top, 0), Math.min(frame.bottom, innerHeight)];
    if (y > top + 20 && y < bottom - 60) return;
    if (this.element.scrollHeight > this.element.clientHeight + 1) {
      this.element.scrollTop += y - top - this.element.clientHeight / 3;
    }
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ms);
  }

  async #ask() {
    if (this.#isAsking) return void (this.#isStale = true);
    this.#isAsking = true;
    this.#isStale = false;
    const near = this.#lacking || this.caret() || 1;
    let again = 0;
    try {
      const known = [...this.#pictures.keys()];
      const answer = await post(this.url, { ...this.draft(), near, known });
      again = await this.#take(answer);
    } catch {
      this.#say("Mất kết nối; bản in sẽ theo kịp khi có mạng."); // the next pause asks again
    }
    this.#isAsking = false;
    if (again || this.#isStale) this.#later(again || PAUSE);
  }

  async #take(answer) {
    if (answer.status === 429) return BUSY;
    const said = await answer.json();
    if (!answer.ok) {
      this.#say(answer.status === 401 ? "" : said.sentence);
      return 0;
    }
    this.#say("");
    for (const [hash, svg] of Object.entries(said.pictures)) this.#pictures.set(hash, svg);
    this.#sheets = said.sheets;
    this.#blocks = said.blocks;
    this.#lacking = 0;
    this.#draw();
    this.follow();
    this.#forget();
    return 0;
  }

  #say(sentence) {
    this.state.textContent = sentence;
    this.state.hidden = !sentence;
  }

  /** Put each page's picture in its place; one that is the same stays untouched. */
  #draw() {
    const count = this.#sheets.length;
    while (this.element.children.length > count) this.element.lastElementChild.remove();
    while (this.element.children.length < count) {
      const image = document.createElement("img");
      this.#watch.observe(image);
      this.element.append(image);
    }
    this.#sheets.forEach((hash, at) => {
      const image = this.element.children[at];
      image.alt = `Trang ${at + 1} trên ${count}`;
      image.dataset.page = String(at + 1);
      const svg = this.#pictures.get(hash);
      if (image.dataset.hash === hash || !svg) return;
      image.dataset.hash = hash;
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    });
  }

  /** A page comes into sight whose picture has not come: it is asked for. */
  #scrolledTo(seen) {
    const lacking = seen.find(({ isIntersecting, target }) => {
      const hash = this.#sheets[Number(target.dataset.page) - 1];
      return isIntersecting && hash && target.dataset.hash !== hash;
    });
    if (!lacking) return;
    this.#lacking = Number(lacking.target.dataset.page);
    this.#later(100);
  }

  #forget() {
    const shown = new Set(this.#sheets);
    for (const hash of this.#pictures.keys()) {
      if (this.#pictures.size <= Math.max(KEPT, shown.size)) return;
      if (!shown.has(hash)) this.#pictures.delete(hash);
    }
  }
}
