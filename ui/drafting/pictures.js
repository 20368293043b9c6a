/** Pictures for the text: sent as they come, and where they are shown from. */
import { send } from "./files.js";

const WORDS = {
  0: "Mất kết nối nên hình chưa được tải lên; hãy thử lại.",
  401: "Phiên làm việc đã kết thúc; hãy đăng nhập lại rồi chèn hình.",
  413: "Tệp hình lớn hơn 10 MB; hãy thu nhỏ hình rồi chèn lại.",
};

/** @returns {import("../editor/images.js").Pictures} */
export function picturesOf(room) {
  const state = room.querySelector("[data-picture-state]");
  return {
    src: (sha256) => `${room.dataset.shown}${sha256}/`,
    say(sentence) {
      state.textContent = sentence;
      state.hidden = !sentence;
      if (sentence) state.scrollIntoView({ block: "nearest" });
    },
    async upload(file, onProgress) {
      const { status, said } = await send(room.dataset.pictures, "picture", file, onProgress);
      if (status === 200) return said;
      throw new Error(said?.sentence ?? WORDS[status] ?? "Hình chưa tải lên được; hãy thử lại.");
    },
  };
}
