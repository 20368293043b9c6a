/**
 * Files that go with the document: dropped or chosen, sent one after another, each with its progress.
 */
import { csrf, toast } from "../static/ui/js/app.js";

/** Send one file as the field `name`; the answer is told as it is. @param {(part: number) => void} onProgress */
export function send(url, name, file, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => resolve({ status: request.status, said: request.response ?? {} });
    request.onerror = () => resolve({ status: 0, said: {} });
    const form = new FormData();
    form.append(name, file, (file.name ?? name).normalize("NFC"));
    request.send(form);
  });
}

const WORDS = {
  0: "Mất kết nối nên tệp chưa được tải lên; hãy thử lại.",
  401: "Phiên làm việc đã kết thúc; hãy đăng nhập lại rồi tải tệp lên.",
  413: "Tệp lớn hơn 10 MB; hãy chia nhỏ hoặc nén lại.",
};

export function watchFiles(room) {
  const place = room.querySelector("[data-files]");
  const input = place.querySelector("input[type=file]");
  const list = place.querySelector("[data-files-list]");
  const state = place.querySelector("[data-files-state]");
  const url = place.dataset.files;
  place.querySelector("[data-attach]").hidden = true;
  place.querySelector("[data-drop]").hidden = false;

  function show(html, count) {
    const said = new DOMParser().parseFromString(html, "text/html");
    list.replaceChildren(...said.querySelectorAll("[data-files-list] > li"));
    place.querySelector("[data-files-count]").textContent = `${count} tệp`;
  }

  async function upload(file) {
    const row = document.createElement("p");
    const bar = document.createElement("progress");
    const name = document.createElement("span");
    bar.max = 1;
    bar.setAttribute("aria-label", `Tải lên ${file.name}`);
    name.textContent = file.name;
    row.append(bar, name);
    state.append(row);
    const { status, said } = await send(url, "attachment", file, (part) => (bar.value = part));
    if (status === 200) {
      row.remove();
      show(said.html, said.count);
    } else {
      bar.remove();
      row.className = "field-error";
      name.textContent = said.sentence ?? WORDS[status] ?? `Tệp «${file.name}» chưa tải lên được.`;
    }
  }

  async function uploadAll(files) {
    place.open = true;
    state.replaceChildren();
    for (const file of files) await upload(file);
    input.value = "";
  }

  input.addEventListener("change", (event) => {
    event.stopPropagation();
    uploadAll([...input.files]);
  });
  input.addEventListener("input", (event) => event.stopPropagation()); // no part of the text
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.dataset.over = "";
  });
  place.addEventListener("dragleave", () => delete place.dataset.over);
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    delete place.dataset.over;
    uploadAll([...event.dataTransfer.files]);
  });
  /** Take a file off, or put it back: whichever the value of the button says. */
  async function change(value) {
    const body = new URLSearchParams({ do: value, csrfmiddlewaretoken: csrf() });
    const answer = await fetch(url, { method: "POST", body }).catch(() => null);
    const said = answer ? await answer.json().catch(() => ({})) : {};
    if (answer?.ok) {
      show(said.html, said.count);
      toast(said.sentence, said.undo ? { undo: () => change(said.undo) } : {});
    } else {
      const status = answer?.status ?? 0;
      toast(said.sentence ?? WORDS[status] ?? "Chưa thay đổi được tệp; hãy thử lại.");
    }
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[value^=detach-]");
    if (!button) return;
    event.preventDefault();
    change(button.value);
  });
}
