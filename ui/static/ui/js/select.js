/**
 * Choosing several rows of a list.
 *
 * `[data-select]` holds rows `[data-row]`, each with one check box; Shift and a click take a range.
 * `[data-all]` is a check box for all of them, hidden until a script is there to serve it.
 * `[data-count="Ký số {} văn bản"]` tells the number chosen; `[data-sign]` is off while it is none.
 */
import { hotkey } from "./app.js";

/** @returns {HTMLInputElement[]} the boxes that can be ticked, in their order */
export function boxes(list) {
  return [...list.querySelectorAll("[data-row] input[type=checkbox]")].filter(
    (box) => !box.disabled,
  );
}

/** @returns {HTMLInputElement[]} */
export function chosen(list) {
  return boxes(list).filter((box) => box.checked);
}

/** Say everywhere how much is chosen. */
export function tell(list) {
  const [all, some] = [boxes(list), chosen(list)];
  const master = list.querySelector("[data-all] input");
  if (master) {
    master.closest("[data-all]").hidden = all.length < 2;
    master.checked = all.length > 0 && some.length === all.length;
    master.indeterminate = some.length > 0 && some.length < all.length;
  }
  for (const place of list.querySelectorAll("[data-count]")) {
    place.textContent = place.getAttribute("data-count").replace("{}", String(some.length));
  }
  for (const button of list.querySelectorAll("[data-sign]")) button.disabled = !some.length;
}

let last = null; // the box that was ticked last: where a range begins

function ticked(list, box, range) {
  const all = boxes(list);
  if (range && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
  list.dataset.decided = ""; // from now on the official, not the page, says what is chosen
  tell(list);
}

document.addEventListener("click", (event) => {
  const box = event.target instanceof Element && event.target.closest("input[type=checkbox]");
  const list = box && box.closest("[data-select]");
  if (!list) return;
  if (box.closest("[data-all]")) {
    for (const one of boxes(list)) one.checked = box.checked;
    list.dataset.decided = "";
    tell(list);
  } else if (box.closest("[data-row]")) {
    ticked(list, box, event.shiftKey);
  }
});

/** Tick the row that has the focus, or the one that is open. */
function tickHere() {
  const here = document.activeElement?.closest("[data-row]");
  const row = here ?? document.querySelector("[data-row][aria-current=true]");
  row?.querySelector("input[type=checkbox]:not(:disabled)")?.click();
}

for (const list of document.querySelectorAll("[data-select]")) tell(list);
if (document.querySelector("[data-select]")) hotkey("x", tickHere, "Chọn hoặc bỏ chọn văn bản");
