/**
 * Whom each line of Nơi nhận means, said while it is typed; names of the directory to choose from.
 */
import { post } from "../static/ui/js/app.js";
import { Suggestions } from "../static/ui/js/suggestions.js";

const PAUSE = 400;

/** Call `act` once nothing was typed for a while. */
function afterPause(act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, PAUSE);
  };
}

/**
 * @param {HTMLElement} room
 * @param {() => object} draft
 * @param {() => void} changed
 */
export function watchRecipients(room, draft, changed) {
  const [lines, addressees] = ["recipients", "addressees"].map((name) =>
    room.querySelector(`[name=${name}]`),
  );
  const list = room.querySelector("[data-meanings]");
  let turn = 0;

  async function read() {
    const mine = (turn += 1);
    try {
      const answer = await post(room.dataset.recipients, draft());
      if (!answer.ok || mine !== turn) return;
      show(list, (await answer.json()).lines);
    } catch {
      // Without a network nothing is known; the lines themselves are kept with the text.
    }
  }

  const soon = afterPause(read);
  lines.addEventListener("input", soon);
  addressees.addEventListener("input", soon);
  offerNames(room, lines, changed, soon);
  read();
  return read;
}

/** @param {{text: string, state: string, means: string}[]} lines */
function show(list, lines) {
  list.replaceChildren(
    ...lines.map(({ text, state, means }) => {
      const row = document.createElement("li");
      row.dataset.is = state;
      const [line, meaning] = [document.createElement("b"), document.createElement("span")];
      [line.textContent, meaning.textContent] = [text, means];
      row.append(line, meaning);
      return row;
    }),
  );
  list.hidden = lines.length === 0;
}

/** A name is chosen from the directory and put above the line that files the document. */
function offerNames(room, lines, changed, soon) {
  const place = room.querySelector("[data-add]");
  const input = place.querySelector("input");
  place.hidden = false;

  /** @param {string} [chosen] from the list; else what is typed */
  function add(chosen) {
    const name = chosen ?? input.value.trim();
    if (!name) return input.focus();
    const typed = lines.value.split("\n").filter((line) => line.trim());
    const filing = typed.findIndex((line) => /^[-–\s]*lưu\s*:/i.test(line));
    typed.splice(filing < 0 ? typed.length : filing, 0, `${name};`);
    lines.value = typed.join("\n");
    input.value = "";
    soon();
    changed();
    input.focus();
  }

  // Before our own listeners: its Enter takes the chosen name.
  new Suggestions(
    input,
    input.dataset.list,
    async (typed) => {
      const answer = await fetch(`${room.dataset.names}?${new URLSearchParams({ q: typed })}`);
      if (!answer.ok || answer.redirected) return null;
      return (await answer.json()).names.map((name) => ({ words: name }));
    },
    (one) => add(one.words),
  );
  input.addEventListener("input", (event) => event.stopPropagation()); // no part of the draft
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  });
  place.querySelector("button").addEventListener("click", () => add());
}
