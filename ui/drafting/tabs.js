/**
 * The tabs beside the text; on a narrow screen the text itself is one of them.
 */

const NARROW = matchMedia("(max-width: 64em)");

/** @param {HTMLElement} room @param {(panel: string) => void} onShow */
export function tabs(room, onShow) {
  const bar = room.querySelector("[data-tabs]");
  const all = [...bar.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  let chosen = all.find((tab) => tab.hasAttribute("data-first")) ?? all[1];

  function show(tab) {
    chosen = tab;
    for (const one of all) {
      const isChosen = one === chosen;
      one.setAttribute("aria-selected", String(isChosen));
      one.tabIndex = isChosen ? 0 : -1;
      panel(one).hidden = !isChosen && !(one.hasAttribute("data-only-narrow") && !NARROW.matches);
    }
    onShow(panel(chosen).id);
  }

  function fit() {
    if (NARROW.matches) show(all[0]);
    else show(chosen === all[0] ? all[1] : chosen);
  }

  bar.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(tab);
  });
  bar.addEventListener("keydown", (event) => {
    const shown = all.filter((tab) => tab.checkVisibility());
    const at = shown.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const tab = shown[(to + shown.length) % shown.length];
    show(tab);
    tab.focus();
  });
  NARROW.addEventListener("change", fit);
  bar.hidden = false;
  for (const tab of all) panel(tab).setAttribute("aria-labelledby", tab.id);
  for (const tab of all.slice(1)) panel(tab).setAttribute("role", "tabpanel");
  fit();
  return {
    /** Bring the text into sight. */
    showText: () => NARROW.matches && show(all[0]),
  };
}
