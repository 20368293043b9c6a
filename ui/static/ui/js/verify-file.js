/**
 * Recognises a file by its SHA-256, worked out here: the file itself does not leave the machine.
 * Without this script, or where the browser offers no hashing, the form sends the file.
 */

/** @param {File} file */
async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Ask what the file of a hash is, and take the answer out of the page that says so.
 * @param {string} address
 * @param {string} hash
 */
async function ask(address, hash) {
  const url = new URL(address, location.href);
  url.searchParams.set("sha256", hash);
  const answer = await fetch(url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("ket-qua") ?? page.querySelector("main .stack");
}

/** @param {HTMLFormElement} form */
function enhance(form) {
  const input = form.querySelector("input[type=file]");
  const state = form.querySelector("[data-state]");
  const result = form.querySelector("[data-result]");
  const button = form.querySelector("[data-upload]");
  form.querySelector("[data-privacy]").hidden = false;
  button.hidden = true;

  input.addEventListener("change", async () => {
    const file = input.files[0];
    result.hidden = button.hidden = true;
    if (!file) return;
    state.textContent = form.dataset.hashing;
    state.hidden = false;
    try {
      const said = await ask(form.dataset.verifyFile, await sha256(file));
      result.replaceChildren(...said.childNodes);
      result.hidden = false;
      result.focus();
      state.hidden = true;
    } catch {
      // The network is away, or the file cannot be read: the plain way stays open.
      state.textContent = form.dataset.failed;
    } finally {
      button.hidden = false;
      button.querySelector("span").textContent = button.dataset.upload;
    }
  });

  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
}

const form = document.querySelector("[data-verify-file]");
if (form instanceof HTMLFormElement && crypto.subtle) enhance(form);
