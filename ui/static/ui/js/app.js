/**
 * What every page shares: dialogs, hotkeys, short messages. Pages work without it.
 */

/** The token that Django asks of every POST; the page carries it in a form or in a meta element. */
export function csrf() {
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field instanceof HTMLInputElement ? field.value : "";
}

/**
 * POST form data to our own server. The answer is the response; a lost network rejects.
 * @param {string} url
 * @param {FormData | URLSearchParams | Record<string, unknown>} body an object is sent as JSON
 */
export function post(url, body) {
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "X-CSRFToken": csrf(),
      Accept: "application/json",
      ...(isForm ? {} : { "Content-Type": "application/json" }),
    },
    body: isForm ? body : JSON.stringify(body),
  });
}

/** Tell whether a key press belongs to what is being typed, or to an open dialog. */
function isTaken(event) {
  const at = event.target;
  const typing =
    at instanceof Element &&
    at.closest(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]",
    );
  return Boolean(typing) || document.querySelector("dialog[open]") !== null;
}

/** @type {Map<string, {act: (event: KeyboardEvent) => void, label: string}>} */
const keys = new Map();

/**
 * Bind a single key ("j", "/", "?"), or "ctrl+enter". Single keys are off in fields and dialogs.
 * @param {string} key
 * @param {(event: KeyboardEvent) => void} act
 * @param {string} label what the key does, for the list of keys
 */
export function hotkey(key, act, label = "") {
  keys.set(key, { act, label });
}

/** The keys that this page knows, with what each does. */
function hotkeys() {
  return [...keys].map(([key, { label }]) => ({ key, label }));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const held = event.ctrlKey || event.metaKey;
  const bound = keys.get((held ? "ctrl+" : "") + event.key.toLowerCase());
  if (!bound || (isTaken(event) && !(held && !document.querySelector("dialog[open]")))) return;
  event.preventDefault();
  bound.act(event);
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.getAttribute("data-dialog"));
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  }
});

// Who signs out leaves nothing of his drafts on a machine that others use.
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof Element) || !event.target.matches("[data-sign-out]")) return;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("dauson.draft.")) localStorage.removeItem(key);
  }
});

const STAYS = 10_000; // ms that a short message stays, unless somebody reads it with the pointer on it

/** The corner where short messages stand; made when the first one comes. */
function corner() {
  let found = document.querySelector(".toasts");
  if (!found) {
    found = document.createElement("div");
    found.className = "toasts";
    found.setAttribute("role", "status");
    document.body.append(found);
  }
  return found;
}

/**
 * Put a message into the corner; it goes by itself, but not from under a pointer or the focus.
 * @param {HTMLElement} said
 */
function place(said) {
  corner().append(said);
  const leave = () =>
    said.matches(":hover, :focus-within") ? setTimeout(leave, STAYS) : said.remove();
  setTimeout(leave, STAYS);
}

/**
 * Say a short sentence at the foot of the page; it goes by itself after ten seconds.
 * @param {string} text
 * @param {{undo?: () => void}} [more] with `undo`, a button «Hoàn tác» stands beside it
 */
export function toast(text, { undo } = {}) {
  const said = document.createElement("div");
  said.className = "toast";
  const sentence = document.createElement("p");
  sentence.textContent = text;
  said.append(sentence);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = document.documentElement.lang === "en" ? "Undo" : "Hoàn tác";
    button.addEventListener("click", () => {
      said.remove();
      undo();
    });
    said.append(button);
  }
  place(said);
}

const NEXT = "noi-o-trang-sau";

/**
 * Say a short sentence on the page that comes next, whichever it is.
 * @param {string} text
 */
export function sayNext(text) {
  sessionStorage.setItem(NEXT, text);
}

const kept = sessionStorage.getItem(NEXT);
if (kept) {
  sessionStorage.removeItem(NEXT);
  toast(kept);
}

// What the server offers to take back stands in the page; with a script it need not stay there.
for (const offer of document.querySelectorAll("[data-toast]")) {
  const stood = offer.parentElement;
  offer.className = "toast";
  place(offer);
  if (!stood.childElementCount) stood.remove();
}

/** Show the keys that this page knows. */
function showKeys() {
  const dialog = document.getElementById("phim");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const list = dialog.querySelector(".keys");
  const row = dialog.querySelector("template");
  list.replaceChildren();
  for (const { key, label } of hotkeys().filter((one) => one.label)) {
    const one = row.content.cloneNode(true);
    one.querySelector("kbd").textContent = key.replace("ctrl+", "Ctrl+").replace("enter", "Enter");
    one.querySelector("dd").textContent = label;
    list.append(one);
  }
  dialog.showModal();
}

const words = document.getElementById("phim")?.dataset ?? {};
if (document.getElementById("tim")) {
  hotkey("/", () => document.getElementById("tim").focus(), words.find);
  // What suggests while one types comes when the box is used: most pages never need it.
  document.getElementById("tim").addEventListener("focus", () => import("./find.js"), { once: true });
}
hotkey("?", showKeys, words.keys);
