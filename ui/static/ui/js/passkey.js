/**
 * Passkeys: the device makes one, or signs our challenge with one; the form carries its answer.
 *
 * `[data-passkey]` is a button whose value is the address of the challenge; its form goes on by
 * itself where it says `data-goes-on`, else the official still has something to type.
 * `form[data-passkey-make]` makes a passkey before it is sent.
 */
import { post } from "./app.js";

/** @param {ArrayBuffer} buffer */
function written(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function read(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** Return what the device answered as the server reads it: bytes in base64url. */
function told(credential) {
  const { response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return JSON.stringify({
    id: credential.id,
    rawId: written(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(
      names.filter((name) => response[name]).map((name) => [name, written(response[name])]),
    ),
  });
}

/** Ask the server what the device shall do. */
async function asked(address) {
  const answer = await post(address, {});
  if (!answer.ok || answer.redirected) throw new Error(`${address} answered ${answer.status}`);
  const options = await answer.json();
  options.challenge = read(options.challenge);
  for (const one of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) {
    one.id = read(one.id);
  }
  if (options.user) options.user.id = read(options.user.id);
  return options;
}

/** @param {HTMLFormElement} form */
function say(form, sentence) {
  form.querySelector("[data-passkey-said]").textContent = sentence;
}

/** @param {HTMLElement} button */
async function show(button) {
  const form = button.closest("form");
  say(form, "");
  try {
    const publicKey = await asked(button.dataset.passkey);
    const credential = await navigator.credentials.get({ publicKey });
    form.elements.namedItem("passkey").value = told(credential);
  } catch {
    // Closed by the official, no such key, no network: the other ways stay open.
    return say(form, button.dataset.failed);
  }
  if ("goesOn" in form.dataset) return form.submit();
  say(form, button.dataset.got);
  form.querySelector("input[type=password]")?.focus();
}

/** @param {HTMLFormElement} form */
async function make(form) {
  say(form, "");
  try {
    const publicKey = await asked(form.dataset.passkeyMake);
    const credential = await navigator.credentials.create({ publicKey });
    form.elements.namedItem("passkey").value = told(credential);
  } catch {
    return say(form, form.dataset.failed);
  }
  form.submit();
}

if (window.PublicKeyCredential) {
  document.documentElement.dataset.passkeys = ""; // the buttons are shown
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-passkey]");
    if (button) show(button);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-passkey-make]")) return;
    event.preventDefault();
    make(form);
  });
}
