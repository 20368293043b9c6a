/**
 * The clerk's desk: before a number is taken, a dialog lists exactly what gets which number.
 *
 * Without this script the server asks on a page of its own, with the same list and the same field.
 */
import { boxes, chosen } from "./select.js";

const EXPECTED = "dự kiến"; // of several; what comes in between changes it

const form = document.getElementById("cap-so");
const dialog = document.getElementById("hoi-pin");

/** What the list of the dialog says of one row. */
function line(row, code, isExpected) {
  const item = document.createElement("li");
  const words = document.createElement("div");
  const strong = document.createElement("b");
  const small = document.createElement("small");
  const day = row.querySelector("[name^=issued_on-]");
  strong.textContent = code;
  small.textContent = row.dataset.subject;
  const expected = isExpected && row.dataset.book ? ` (${EXPECTED})` : "";
  words.append(strong, `${expected} ngày ${day ? day.value : ""}`, small);
  item.append(row.querySelector(".button .icon").cloneNode(true), words);
  return item;
}

/**
 * The code that each row would get, were only these numbered, in this order: what is not chosen
 * leaves its number to the next of its book.
 * @param {HTMLElement[]} rows
 */
function codes(rows) {
  const following = new Map();
  return rows.map((row) => {
    const { book, code, notation } = row.dataset;
    if (!book) return code; // it has its number already
    if (!following.has(book)) {
      const all = form.querySelectorAll(`[data-row][data-book="${CSS.escape(book)}"]`);
      following.set(book, Math.min(...[...all].map((one) => Number(one.dataset.number))));
    }
    const number = following.get(book);
    following.set(book, number + 1);
    return `${String(number).padStart(2, "0")}/${notation}`;
  });
}

/** Whether somebody typed another day than the usual: no PIN is asked for one that cannot be. */
function hasOwnDay(row) {
  const day = row.querySelector("[data-usual]");
  return day !== null && day.value.trim() !== day.dataset.usual;
}

/** @param {HTMLElement[]} rows @param {string} only the one row whose own button was pressed */
function ask(rows, only) {
  const list = dialog.querySelector("[data-asked]");
  const numbers = codes(rows);
  list.replaceChildren(...rows.map((row, i) => line(row, numbers[i], rows.length > 1)));
  dialog.querySelector("h2").textContent = `Cấp số, đóng dấu ${rows.length} văn bản`;
  dialog.querySelector("[name=only]").value = only;
  dialog.querySelector("[name=confirmed]").disabled = false;
  dialog.showModal();
  dialog.querySelector("[name=pin]").focus();
}

/** Say beside each of several that are ticked the number that it would get. */
function expect() {
  const ticked = chosen(form).map((box) => box.closest("[data-row]"));
  const several = ticked.length > 1 ? ticked : [];
  const numbers = codes(several);
  for (const row of form.querySelectorAll("[data-row]")) {
    if (!row.dataset.book) continue; // it has its number
    const at = several.indexOf(row);
    row.querySelector("[data-number-shown]").textContent = at < 0 ? row.dataset.code : numbers[at];
    row.querySelector("[data-which]").textContent = at < 0 ? "số kế tiếp" : EXPECTED;
  }
}

if (form && dialog instanceof HTMLDialogElement) {
  form.addEventListener("change", expect);
  expect();
  form.addEventListener("submit", (event) => {
    if (dialog.open) {
      // A second press while the first is on its way would only be told what it did.
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      return;
    }
    const button = event.submitter;
    const only = button?.getAttribute("name") === "row" ? button.value : "";
    const wanted = only ? boxes(form).filter((box) => box.value === only) : chosen(form);
    const rows = wanted.map((box) => box.closest("[data-row]"));
    if (rows.some(hasOwnDay)) return; // the server asks, or says why that day is impossible
    event.preventDefault();
    if (rows.length) ask(rows, only);
  });
  dialog.addEventListener("close", () => {
    dialog.querySelector("[name=pin]").value = "";
    dialog.querySelector("[name=only]").value = "";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
  if (dialog.open) {
    // The server asks already, perhaps with a word about the PIN: say it in the same dialog.
    dialog.removeAttribute("open"); // close() would tell, later, of a closing that is none
    dialog.showModal();
    dialog.querySelector("[name=pin]").focus();
  }
}
