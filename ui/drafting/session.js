/**
 * An ended sign-in is mended in place: the text stays where it is, and the save goes on.
 */

/** Put the token of the new session into every form of the page. */
function renew(token) {
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    field.value = token;
  }
}

/** Ask who is signed in now; null when nobody is. */
async function standing(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

/** Send name and password as the page of sign-in would. */
async function signIn(url, form) {
  const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
  const fields = new URLSearchParams(new FormData(form));
  fields.set("csrfmiddlewaretoken", page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  const answer = await fetch(url, { method: "POST", body: fields });
  const said = new DOMParser().parseFromString(await answer.text(), "text/html");
  return said.querySelector(".problems li")?.textContent.trim() ?? "";
}

/**
 * Let the official sign in again without leaving the page; true once it is the same one.
 * @param {string} url where the draft's standing is asked
 * @param {number} official who was writing
 */
export async function signInAgain(url, official) {
  // Signed in again in another window: only the token is old.
  const now = await standing(url).catch(() => null);
  if (now?.official === official) {
    renew(now.token);
    return true;
  }
  const dialog = document.getElementById("het-phien");
  const form = dialog.querySelector("form");
  const wrong = dialog.querySelector("[data-wrong]");
  const address = document.querySelector("[data-room]").dataset.signIn;
  return new Promise((resolve) => {
    const closed = () => resolve(false);
    form.onsubmit = async (event) => {
      event.preventDefault();
      let sentence;
      try {
        sentence = await signIn(address, form);
        const back = await standing(url);
        if (back?.official === official) {
          renew(back.token);
          form.elements.password.value = "";
          dialog.removeEventListener("close", closed);
          dialog.close();
          resolve(true);
          return;
        }
        if (back) sentence = "Người vừa đăng nhập không phải người đang soạn văn bản này.";
      } catch {
        sentence = "Mất kết nối; nội dung vẫn được giữ trên máy này.";
      }
      wrong.textContent = sentence || "Tên đăng nhập hoặc mật khẩu không đúng.";
      wrong.hidden = false;
    };
    dialog.addEventListener("close", closed, { once: true });
    if (!dialog.open) dialog.showModal();
  });
}
