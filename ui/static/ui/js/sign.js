/**
 * The signing desk. Every step works as a plain link or form; here they happen without a new page:
 * another document slides into the same viewer, the PIN is asked in a dialog, rows settle in it.
 */
import { hotkey, sayNext, toast } from "./app.js";
import { chosen, tell } from "./select.js";

const LOOK_AGAIN = 700; // ms between two looks at a batch that is being signed
const desk = document.querySelector(".desk");

/** Fetch a page of our own; null where there is nothing to show yet. A lost network rejects. */
async function page(url, options) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  if (answer.status === 204) return null;
  if (answer.status >= 500) throw new Error(`${url} answered ${answer.status}`);
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  parsed.address = answer.url;
  return parsed;
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/* ── Going from document to document ─────────────────────────────────────────────────────────── */

let going = 0;

/** Put another document, or another view of this one, into the desk. */
async function go(url, { remember = true } = {}) {
  const turn = (going += 1);
  desk.setAttribute("aria-busy", "true");
  let next;
  try {
    next = await page(url);
  } catch {
    next = null;
  }
  if (turn !== going) return;
  desk.removeAttribute("aria-busy");
  const other = next?.querySelector(".desk");
  // Signed in no more, signed by somebody else, nothing left: the page itself says it best.
  if (!other) return void location.assign(url);
  const pressed = document.activeElement?.closest("[data-part]")?.dataset.part;
  for (const part of other.querySelectorAll("[data-part]")) swap(part);
  take(other);
  // What was pressed is another element now: the focus must not fall to the top of the page.
  if (pressed) desk.querySelector(`[data-part="${pressed}"] [aria-current]`)?.focus();
  document.title = next.title;
  if (remember) history.pushState(null, "", next.address);
  desk.dispatchEvent(new CustomEvent("deskchange"));
}

/** Replace one part of the desk; a viewer stays and opens the other file. */
function swap(part) {
  const old = desk.querySelector(`[data-part="${part.dataset.part}"]`);
  const [before, now] = [old.querySelector("doc-viewer"), part.querySelector("doc-viewer")];
  if (before && now) {
    for (const name of ["src", "data-revision", "data-opened"]) {
      if (now.hasAttribute(name)) before.setAttribute(name, now.getAttribute(name));
    }
    for (const child of [...old.children]) if (child !== before) child.remove();
    for (const child of [...part.children]) if (child !== now) before.before(child);
    old.dataset.view = part.dataset.view;
    return;
  }
  old.replaceWith(document.importNode(part, true));
}

/** Take over which row is open, and the page's key for its next batch; ticks stay as they are. */
function take(other) {
  const open = (root) => root.querySelector("[data-row][aria-current] [name=chosen]")?.id;
  const [from, to] = [open(desk), open(other)];
  const known = new Map([...desk.querySelectorAll("[data-row]")].map((row) => [keyOf(row), row]));
  const fresh = [...other.querySelectorAll("[data-row]")];
  for (const row of fresh) {
    const box = row.querySelector("[name=chosen]");
    const was = known.get(keyOf(row))?.querySelector("[name=chosen]");
    box.checked = "decided" in desk.dataset ? Boolean(was?.checked) : box.id === to;
  }
  const list = desk.querySelector(".queue");
  const scrolled = [list.scrollLeft, list.scrollTop];
  list.replaceChildren(...fresh.map((row) => document.importNode(row, true)));
  for (const row of list.children) {
    const state = fresh.find((one) => keyOf(one) === keyOf(row)).querySelector("[name=chosen]");
    row.querySelector("[name=chosen]").checked = state.checked;
  }
  list.scrollTo(...scrolled);
  if (from !== to) {
    const row = list.querySelector("[aria-current]");
    row?.scrollIntoView({ block: "nearest", inline: "nearest" });
    row?.querySelector("a").focus({ preventScroll: true });
  }
  tell(desk);
}

const keyOf = (row) => row.querySelector("[name=chosen]").id;

function neighbour(by) {
  const rows = [...desk.querySelectorAll("[data-row]")];
  const at = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const link = rows[at + by]?.querySelector("a[data-open]");
  if (link) go(withView(link.href));
}

/** Keep the way of looking: who reads reflowed text wants the next document so, too. */
function withView(url) {
  const view = desk.querySelector("[data-view]")?.dataset.view;
  return view && view !== "in" ? `${url}?xem=${view}` : url;
}

/* ── Signing ─────────────────────────────────────────────────────────────────────────────────── */

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("ky-so"));

/** Show what the server says about signing, in the dialog; false where it said nothing of it. */
function show(answer) {
  const part = answer?.querySelector("form.signing, .batch");
  if (part) {
    dialog.replaceChildren(document.importNode(part, true));
    if (!dialog.open) dialog.showModal();
    if (dialog.querySelector("[data-passkey]")) import("./passkey.js");
    dialog.querySelector("input[type=password], [data-done]").focus();
  } else if (answer?.querySelector(".notice")) {
    dialog.close();
    toast(answer.querySelector(".notice").textContent.trim());
  } else if (answer) {
    location.reload(); // the sign-in ended: the page itself leads there and back
  }
  return Boolean(answer);
}

async function ask() {
  if (!chosen(desk).length) return;
  const form = document.getElementById("tap");
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)) };
  const answer = await page(form.action, sent).catch(() => null);
  if (!show(answer)) toast("Chưa kết nối được máy chủ; hãy thử lại.");
}

/** Sign; until the answer comes, look how the rows settle. */
async function sign(form) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)) };
  const watched = `${desk.dataset.batches}${form.elements.namedItem("key").value}/?cho`;
  let over = false;
  const answered = page(form.action, sent).finally(() => (over = true));
  look(watched, () => over);
  let answer = null;
  try {
    answer = await answered;
  } catch {
    // The network went; the server goes on. What became of it is asked until it answers.
    await wait(LOOK_AGAIN);
    answer = await look(watched, () => false);
  }
  if (!show(answer)) {
    button.disabled = false;
    toast("Chưa kết nối được máy chủ; kết quả sẽ hiện trong tập trình ký.");
    return;
  }
  finish();
}

/** Look at a batch again and again, until it ended or `enough`; returns the last of it. */
async function look(url, enough) {
  for (let failures = 0; failures < 20; ) {
    await wait(LOOK_AGAIN);
    if (enough()) return null;
    const seen = await page(url).catch(() => undefined);
    if (enough()) return null;
    const rows = seen?.querySelector(".batch");
    if (!rows) {
      failures += 1;
      continue;
    }
    place(rows);
    if (seen.querySelector("[data-ended]")) return seen;
  }
  return null;
}

/** Put the newest rows where they are watched, without taking the focus. */
function place(rows) {
  const where = dialog ?? document.querySelector("[data-watch]");
  where.replaceChildren(document.importNode(rows, true));
}

/** One document, signed and whole: nothing to read in a list of one, on to the next. */
function finish() {
  const rows = dialog.querySelector("[data-ended]");
  if (!rows) return;
  const done = dialog.querySelector("[data-done]");
  done.href = onward();
  if (rows.dataset.total === "1" && rows.dataset.signed === "1" && !rows.querySelector("small")) {
    sayNext("Đã ký 1 văn bản, đã chuyển văn thư cấp số.");
    location.assign(done.href);
  }
}

/** The document after this one that was not just signed; else the tray as it is then. */
function onward() {
  const rows = [...desk.querySelectorAll("[data-row]")];
  const at = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const left = [...rows.slice(at + 1), ...rows.slice(0, at)].filter(
    (row) => !row.querySelector("[name=chosen]").checked,
  );
  return left[0]?.querySelector("a[data-open]").href ?? desk.dataset.tray;
}

/* ── What the official does ──────────────────────────────────────────────────────────────────── */

function begin() {
  for (const open of document.querySelectorAll("dialog[open]")) {
    open.close();
    open.showModal();
  }
  desk.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-open], a[data-swap]");
    if (!link) return;
    event.preventDefault();
    go("open" in link.dataset ? withView(link.href) : link.href);
  });
  document.getElementById("tap").addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    sign(event.target);
  });
  dialog.addEventListener("close", () => {
    // The tray behind a finished batch is an old one.
    const done = dialog.querySelector("[data-ended] [data-done]");
    if (done) location.assign(done.href);
  });
  addEventListener("popstate", () => go(location.href, { remember: false }));
  hotkey("j", () => neighbour(1), "Văn bản sau");
  hotkey("k", () => neighbour(-1), "Văn bản trước");
  hotkey("d", () => desk.querySelector("a[href='?xem=thay-doi']")?.click(), "Xem thay đổi");
  hotkey("ctrl+enter", ask, "Ký số các văn bản đã chọn");
}

if (desk) begin();
const watched = document.querySelector("[data-watch]");
if (watched) look(watched.getAttribute("data-watch"), () => false);
