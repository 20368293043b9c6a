/** The search box of the bar: while something is typed, a few documents that it may mean. */
import { Suggestions } from "./suggestions.js";

/** @typedef {{code: string, title: string, agency: string, url: string}} Document */

const box = document.getElementById("tim");
if (box instanceof HTMLInputElement && box.form?.dataset.suggest) {
  const { suggest, suggestions } = box.form.dataset;
  new Suggestions(
    box,
    suggestions,
    async (typed) => {
      const answer = await fetch(`${suggest}?q=${encodeURIComponent(typed)}`, {
        headers: { Accept: "application/json" },
      });
      if (!answer.ok || answer.redirected) return null;
      /** @type {Document[]} */
      const found = (await answer.json()).found;
      return found.map(({ code, title, agency, url }) => ({
        words: code ? `${code} · ${title}` : title,
        small: agency,
        url,
      }));
    },
    (one) => location.assign(one.url),
  );
}
