/**
 * The search box of the bar: while something is typed, a few documents that it may mean.
 *
 * A combobox with a list: arrows choose, Enter opens the chosen one, Escape closes the list. With
 * nothing chosen Enter sends the form, as it does without this script.
 */

const PAUSE = 150; // ms after the last key before the server is asked

/** @typedef {{code: string, title: string, agency: string, url: string}} Suggestion */

class Suggestions {
  /** @param {HTMLInputElement} box */
  constructor(box) {
    this.box = box;
    this.address = box.form.dataset.suggest;
    this.list = document.createElement("div");
    this.list.id = "goi-y";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.form.dataset.suggestions);
    this.list.hidden = true;
    box.form.append(this.list);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-controls", "goi-y"],
      ["aria-expanded", "false"],
    ]) {
      box.setAttribute(name, value);
    }
    this.chosen = -1;
    this.turn = 0; // an answer to an earlier question comes too late
    box.addEventListener("input", () => this.ask());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // The pointer must not take the focus away before its click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element && event.target.closest("[role=option]");
      if (option instanceof HTMLElement) location.assign(option.dataset.url);
    });
    // This script comes with the focus: what was typed meanwhile is asked for, too.
    if (document.activeElement === box && box.value !== box.defaultValue) this.ask();
  }

  get options() {
    return [...this.list.children];
  }

  ask() {
    clearTimeout(this.waiting);
    const turn = (this.turn += 1);
    const typed = this.box.value;
    if (!typed.trim()) return this.close();
    this.waiting = setTimeout(async () => {
      try {
        const answer = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`, {
          headers: { Accept: "application/json" },
        });
        if (turn !== this.turn || !answer.ok || answer.redirected) return;
        this.show((await answer.json()).found);
      } catch {
        this.close(); // no network: the form itself will say so
      }
    }, PAUSE);
  }

  /** @param {Suggestion[]} found */
  show(found) {
    this.list.replaceChildren(...found.map(option));
    this.chosen = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.open(found.length > 0);
  }

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

  choose(place) {
    this.chosen = place;
    this.options.forEach((one, at) => one.setAttribute("aria-selected", String(at === place)));
    if (place < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", `goi-y-${place}`);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown") this.choose(this.chosen < last ? this.chosen + 1 : -1);
    else if (event.key === "ArrowUp") this.choose(this.chosen < 0 ? last : this.chosen - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.chosen >= 0) {
      location.assign(this.options[this.chosen].dataset.url);
    } else return;
    event.preventDefault();
  }
}

/** @param {Suggestion} one */
function option(one, place) {
  const row = document.createElement("div");
  row.id = `goi-y-${place}`;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.dataset.url = one.url;
  row.append(one.code ? `${one.code} · ${one.title}` : one.title);
  const small = document.createElement("small");
  small.textContent = one.agency;
  row.append(small);
  return row;
}

const box = document.getElementById("tim");
if (box instanceof HTMLInputElement && box.form?.dataset.suggest) {
  const suggestions = new Suggestions(box);
  if (box === document.activeElement && box.value !== box.defaultValue) suggestions.ask();
}
