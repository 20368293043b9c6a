/**
 * What cannot be taken back is asked once: `form[data-asks]` holds a dialog that names exactly
 * what will happen, with a field `confirmed` that is off until it is open. Without this script the
 * server shows the same dialog on the page that it answers with.
 */
for (const form of document.querySelectorAll("form[data-asks]")) {
  const dialog = form.querySelector("dialog");
  const confirmed = dialog.querySelector("[name=confirmed]");
  form.addEventListener("submit", (event) => {
    if (dialog.open && !form.dataset.sent) {
      form.dataset.sent = "yes"; // a second press would only be told what the first one did
      return;
    }
    event.preventDefault();
    if (dialog.open) return;
    confirmed.disabled = false;
    dialog.showModal();
  });
  dialog.addEventListener("close", () => (confirmed.disabled = true));
  window.addEventListener("pageshow", () => delete form.dataset.sent);
  if (dialog.open) {
    // The server asks already.
    dialog.removeAttribute("open"); // close() would tell, later, of a closing that is none
    dialog.showModal();
  }
}
