/**
 * Saves what is written at every pause; tells in words how it stands, and loses nothing.
 */
import { post } from "../static/ui/js/app.js";
import { signInAgain } from "./session.js";

const PAUSE = 1500; // ms after the last key
const AGAIN = 5000; // ms until a lost network is tried again

/** @param {string | number | Date} at */
export function clock(at) {
  return new Date(at).toLocaleTimeString("vi-VN", { hour12: false });
}

export class Saver {
  #timer = 0;
  #running = null;
  #dirty = false;
  #version = 0; // of what is typed, to know what a save did not yet hold

  /**
   * @param {object} room
   * @param {string} room.url
   * @param {number} room.base the revision that is written on
   * @param {string} room.savedAt
   * @param {() => object} room.draft what would be sent
   * @param {import("./text.js").Kept} room.kept
   * @param {(state: string, words: string) => void} room.say
   * @param {(answer: object, sent: object) => void} room.onSaved
   * @param {(answer: object) => void} room.onConflict
   * @param {(problems: object[]) => void} room.onProblems
   */
  constructor(room) {
    Object.assign(this, room);
    this.#sayIsSaved();
    addEventListener("online", () => this.#dirty && this.now());
    addEventListener("pagehide", () => this.#dirty && this.#keep());
    addEventListener("beforeunload", (event) => {
      if (this.#dirty && !this.#keep()) event.preventDefault();
    });
  }

  get isDirty() {
    return this.#dirty;
  }

  /** Something was typed. */
  changed() {
    this.#dirty = true;
    this.#version += 1;
    this.say("typing", "Chưa lưu");
    this.#later(PAUSE);
  }

  /** Save at once; true when all that is written is saved. With `pages` they are set at once too. */
  async now({ pages = false } = {}) {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (!this.#dirty && !pages) return true;
    this.#running = this.#save(pages);
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
    return !this.#dirty;
  }

  /** Go on upon another revision. */
  rebase(n, savedAt) {
    this.base = n;
    this.savedAt = savedAt;
  }

  /** What is shown is what is saved. */
  settled() {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.kept.forget();
    this.#sayIsSaved();
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), ms);
  }

  #keep() {
    return this.kept.put({ ...this.draft(), base: this.base });
  }

  #sayIsSaved() {
    this.say("saved", `Bản ${this.base}, lưu ${clock(this.savedAt)}`);
  }

  async #save(pages) {
    const version = this.#version;
    const sent = this.draft();
    this.#keep();
    this.say("saving", "Đang lưu");
    let answer;
    let said;
    try {
      answer = await post(this.url, { ...sent, base: this.base, now: pages });
      said = await answer.json();
    } catch {
      // The network is away, or what answered is not our server: the text stays here.
      if (answer?.status === 403) return this.#signIn();
      this.say("kept", "Mất kết nối, đã giữ trên máy này");
      this.#later(AGAIN);
      return;
    }
    await this.#take(answer.status, said, version, sent);
  }

  async #take(status, said, version, sent) {
    if (status === 200) {
      this.rebase(said.n, said.saved_at);
      if (version === this.#version) this.settled();
      this.onSaved(said, sent);
    } else if (status === 401) {
      await this.#signIn();
    } else if (status === 409 && said.theirs) {
      this.say("wrong", "Trùng sửa, chưa lưu");
      this.onConflict(said);
    } else if (status === 422 && said.problems) {
      this.say("wrong", "Chưa lưu, còn chỗ cần sửa");
      this.onProblems(said.problems);
    } else {
      this.say("wrong", said.sentence ?? "Chưa lưu được, đã giữ trên máy này");
      if (!said.closed) this.#later(AGAIN);
    }
  }

  async #signIn() {
    this.say("kept", "Phiên đã kết thúc, đã giữ trên máy này");
    const isBack = await signInAgain(this.url, this.official);
    if (isBack) this.#later(0);
  }
}
