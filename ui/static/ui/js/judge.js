/**
 * Another way of looking at a draft without leaving what is typed beside it: each view is fetched
 * once and kept, so that remarks at its blocks stay, and are sent, while another one is looked at.
 */
import { hotkey, toast } from "./app.js";

const judge = /** @type {HTMLElement} */ (document.querySelector(".judge"));

const LOST = "Chưa mở được phần này; nội dung đang nhập vẫn còn trên trang, hãy thử lại.";

const panels = () => /** @type {HTMLElement[]} */ ([...judge.querySelectorAll(":scope > .panel")]);

/** Show the view that a link leads to; whatever else comes back is a page of its own. */
async function show(/** @type {string} */ url) {
  const view = new URL(url).searchParams.get("xem");
  let panel = panels().find((one) => one.dataset.view === view);
  if (!panel) {
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    const isPage = answer !== null && answer.status < 500;
    const text = isPage ? await answer.text().catch(() => null) : null;
    // To leave now would lose what is typed here, and lead to nothing.
    if (text === null) return void toast(LOST);
    const page = new DOMParser().parseFromString(text, "text/html");
    const other = page.querySelector(".judge > .panel");
    if (!other) return void location.assign(url);
    panel = document.importNode(/** @type {HTMLElement} */ (other), true);
    /** @type {HTMLElement} */ (panels().at(-1)).after(panel);
  }
  for (const one of panels()) one.hidden = one !== panel;
  /** @type {HTMLElement} */ (panel.querySelector("[aria-current]")).focus();
  history.replaceState(null, "", url);
  document.dispatchEvent(new Event("deskchange"));
}

judge.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = /** @type {Element} */ (event.target).closest(".views a");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  show(link.href);
});

hotkey("d", () => show(new URL("?xem=thay-doi", location.href).href), "Xem thay đổi");
