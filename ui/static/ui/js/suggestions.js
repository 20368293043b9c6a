/**
 * A box with a list of what is meant, while something is typed: asked of the server, which knows
 * names without their marks; a browser's own list would hide «Sở Nội vụ» from «so noi vu».
 *
 * A combobox with a list: arrows choose, Enter takes the chosen one, Escape closes the list. With
 * nothing chosen Enter does what it does without this script.
 */

const PAUSE = 150; // ms after the last key before the server is asked

/** @typedef {{words: string, small?: string}} Suggestion what a row of the list shows */

/** @template {Suggestion} One */
export class Suggestions {
  /**
   * @param {HTMLInputElement} box in an element that the list may hang on
   * @param {string} label what the list is, for who cannot see it
   * @param {(typed: string) => Promise<One[] | null>} ask null: nothing is known
   * @param {(one: One) => void} take
   */
  constructor(box, label, ask, take) {
    Object.assign(this, { box, ask, take });
    /** @type {One[]} */
    this.found = [];
    this.chosen = -1;
    this.turn = 0; // an answer to an earlier question comes too late
    this.list = document.createElement("div");
    this.list.id = `${box.id}-goi-y`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.hidden = true;
    box.after(this.list);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-controls", this.list.id],
      ["aria-expanded", "false"],
    ]) {
      box.setAttribute(name, value);
    }
    box.addEventListener("input", () => this.wait());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // The pointer must not take the focus away before its click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target instanceof Element && event.target.closest("[role=option]");
      if (row) this.taken([...this.list.children].indexOf(row));
    });
    // A script may come with the focus: what was typed meanwhile is asked for, too.
    if (document.activeElement === box && box.value !== box.defaultValue) this.wait();
  }

  wait() {
    clearTimeout(this.waiting);
    const turn = (this.turn += 1);
    const typed = this.box.value;
    if (!typed.trim()) return this.close();
    this.waiting = setTimeout(async () => {
      // Without a network nothing is offered; what is typed stands as it is.
      const found = await this.ask(typed).catch(() => null);
      if (turn === this.turn) this.show(found ?? []);
    }, PAUSE);
  }

  /** @param {One[]} found */
  show(found) {
    this.found = found;
    this.list.replaceChildren(...found.map((one, place) => this.row(one, place)));
    this.choose(-1);
    this.open(found.length > 0);
  }

  /** @param {One} one @param {number} place */
  row(one, place) {
    const row = document.createElement("div");
    row.id = `${this.list.id}-${place}`;
    row.setAttribute("role", "option");
    row.append(one.words);
    if (one.small) {
      const small = document.createElement("small");
      small.textContent = one.small;
      row.append(small);
    }
    return row;
  }

  /** @param {boolean} shown */
  open(shown) {
    this.list.hidden = !shown;
    this.box.setAttribute("aria-expanded", String(shown));
  }

  close() {
    clearTimeout(this.waiting);
    this.turn += 1;
    this.choose(-1);
    this.open(false);
  }

  /** @param {number} place -1: none */
  choose(place) {
    this.chosen = place;
    const rows = [...this.list.children];
    rows.forEach((one, at) => one.setAttribute("aria-selected", String(at === place)));
    rows[place]?.scrollIntoView({ block: "nearest" });
    if (place < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", rows[place].id);
  }

  /** @param {number} place */
  taken(place) {
    const one = this.found[place];
    this.close();
    this.take(one);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const last = this.found.length - 1;
    if (event.key === "ArrowDown") this.choose(this.chosen < last ? this.chosen + 1 : -1);
    else if (event.key === "ArrowUp") this.choose(this.chosen < 0 ? last : this.chosen - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.chosen >= 0) this.taken(this.chosen);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
