/**
 * Finding a name in a long choice: what is typed above it leaves the names that hold it, with or
 * without marks. `[data-pick]` stands on a select, or on each check box of one fieldset.
 */

const FEW = 6; // names that are read at a glance

/** @param {string} text */
function fold(text) {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
}

/** @typedef {{words: string, kept: () => boolean, show: (shown: boolean) => void}} Name */

/** @param {HTMLSelectElement} select @returns {Name[]} */
function optionsOf(select) {
  return [...select.options]
    .filter((option) => option.value)
    .map((option) => ({
      words: fold(option.text),
      kept: () => option.selected,
      show(shown) {
        option.hidden = option.disabled = !shown;
        const group = option.parentElement;
        if (group instanceof HTMLOptGroupElement) {
          group.hidden = [...group.children].every((one) => one.hidden);
        }
      },
    }));
}

/** @param {HTMLElement} fieldset @returns {Name[]} */
function boxesOf(fieldset) {
  return [...fieldset.querySelectorAll("input[data-pick]")].map((box) => ({
    words: fold(box.closest("label").textContent),
    kept: () => box.checked,
    show: (shown) => (box.closest("label").parentElement.hidden = !shown),
  }));
}

/** @param {HTMLElement} place before which the box stands @param {string} of @param {Name[]} names */
function searchBox(place, of, names, onOnly) {
  if (names.length < FEW) return;
  const box = document.createElement("input");
  const said = document.createElement("p");
  box.type = "search";
  box.autocomplete = "off";
  box.className = "pick";
  box.placeholder = "Gõ tên để tìm, không cần dấu";
  box.setAttribute("aria-label", `Tìm trong «${of}»`);
  said.className = "hint";
  said.setAttribute("role", "status");
  said.hidden = true;
  place.before(box, said);
  box.addEventListener("input", () => {
    const wanted = fold(box.value).split(" ");
    const found = names.filter((one) => wanted.every((word) => one.words.includes(word)));
    for (const one of names) one.show(found.includes(one) || one.kept());
    said.hidden = !box.value.trim();
    said.textContent = found.length ? `${found.length} tên khớp.` : "Không có tên nào khớp.";
    if (found.length === 1) onOnly(names.indexOf(found[0]));
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
}

for (const select of document.querySelectorAll("select[data-pick]")) {
  const options = [...select.options].filter((option) => option.value);
  searchBox(select, select.labels[0]?.firstChild.textContent.trim() ?? "", optionsOf(select), (n) => {
    options[n].selected = true;
  });
}
for (const fieldset of document.querySelectorAll("fieldset:has(input[data-pick])")) {
  const legend = fieldset.querySelector("legend");
  const list = fieldset.querySelector("input[data-pick]").closest("fieldset > div");
  searchBox(list, legend.firstChild.textContent.trim(), boxesOf(fieldset), () => {});
}
