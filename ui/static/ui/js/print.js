/** A button that prints the page; without a script the browser's own Ctrl+P does the same. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
