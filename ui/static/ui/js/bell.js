/**
 * The bell: asks each minute whether there is news, and says so in the bar and the page's title.
 */
import { toast } from "./app.js";

const EVERY = 60_000; // ms
const bell = document.querySelector("[data-poll]");
const title = document.title.replace(/^\(\d+\) /, "");

/** @param {number} count */
function show(count) {
  const badge = bell.querySelector(".count");
  badge.textContent = String(count);
  badge.hidden = count === 0;
  bell.dataset.count = String(count);
  document.title = count ? `(${count}) ${title}` : title;
}

/** Ask once. An ended sign-in leads elsewhere: then there is nobody left to tell. */
async function ask() {
  let answer;
  try {
    answer = await fetch(`${bell.dataset.poll}?so=${bell.dataset.count}`, { redirect: "manual" });
  } catch {
    return true; // the network is away for now
  }
  if (answer.type === "opaqueredirect") return false;
  if (answer.status === 200) {
    const { count, newest } = await answer.json();
    if (count > Number(bell.dataset.count) && newest) toast(newest);
    show(count);
  }
  return true;
}

async function askOnAndOn() {
  if (await ask()) setTimeout(askOnAndOn, EVERY);
}

if (bell instanceof HTMLElement) {
  show(Number(bell.dataset.count));
  setTimeout(askOnAndOn, EVERY);
}
