/**
 * Tells the server that a revision was opened, and the farthest page that was reached. The page
 * says where to: an element with `data-opened="<address>"` and `data-revision="<number>"`; where it
 * is a viewer its pages are told, too. A reading nobody could note is no reason to disturb anybody.
 */
import { post } from "./app.js";

const PAUSE = 1500; // ms of rest before a farther page is told

/** @type {Map<string, {page: number, pages: number}>} what was told of each revision */
const told = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

function current() {
  const all = document.querySelectorAll("[data-opened][data-revision]");
  return /** @type {HTMLElement | undefined} */ ([...all].find((one) => one.checkVisibility()));
}

/** Tell of what is open now, unless as much is known of it. */
function tell() {
  clearTimeout(waiting);
  const open = current();
  if (!open || document.visibilityState === "hidden") return;
  const { opened, revision } = open.dataset;
  const viewer = /** @type {{page?: number, pages?: number}} */ (/** @type {unknown} */ (open));
  const page = Math.max(1, viewer.page || 1);
  const pages = viewer.pages || 0;
  const key = `${opened} ${revision}`;
  const before = told.get(key);
  if (before && before.page >= page && before.pages >= pages) return;
  told.set(key, { page, pages });
  post(opened, new URLSearchParams({ revision, page: String(page), pages: String(pages) })).catch(
    () => told.delete(key),
  );
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(tell, PAUSE);
}

tell();
document.addEventListener("visibilitychange", tell);
// Caught on the way down: these events of a viewer or a desk do not bubble.
for (const name of ["documentopen", "pagechange"]) document.addEventListener(name, soon, true);
document.addEventListener("deskchange", tell, true);
