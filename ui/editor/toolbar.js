/** The editor's buttons: real ones, in groups, one stop for the Tab key and arrows between them. */

// Each: command, what it says, and the words for it with its keys.
const GROUPS = [
  {
    label: "Hoàn tác",
    buttons: [
      ["undo", "↶", "Hoàn tác (Ctrl+Z)"],
      ["redo", "↷", "Làm lại (Ctrl+Y)"],
    ],
  },
  {
    label: "Kiểu đoạn",
    buttons: [
      ["p", "Đoạn", "Đoạn văn (Ctrl+Alt+0)"],
      ["basis", "Căn cứ", "Căn cứ"],
      ["h1", "I.", "Mục I. (Ctrl+Alt+1)"],
      ["h2", "1.", "Mục 1. có tên (Ctrl+Alt+2)"],
      ["h3", "a)", "Mục a) có tên (Ctrl+Alt+3)"],
      ["num", "1. khoản", "Khoản 1."],
      ["point", "a) điểm", "Điểm a)"],
      ["li1", "– ý", "Gạch đầu dòng"],
      ["li2", "+ ý", "Ý nhỏ"],
    ],
  },
  {
    label: "Kiểu chữ",
    buttons: [
      ["b", "B", "Chữ đậm (Ctrl+B)"],
      ["i", "I", "Chữ nghiêng (Ctrl+I)"],
      ["u", "U", "Gạch chân (Ctrl+U)"],
      ["sup", "x²", "Chỉ số trên"],
      ["sub", "x₂", "Chỉ số dưới"],
    ],
  },
  {
    label: "Số thứ tự",
    buttons: [
      ["restart", "Đánh lại", "Đánh số lại từ đầu"],
      ["follow", "Nối số", "Đánh số tiếp theo mục trên"],
    ],
  },
  {
    label: "Chèn",
    buttons: [
      ["table", "Bảng", "Chèn bảng"],
      ["image", "Ảnh", "Chèn ảnh PNG hoặc JPEG"],
    ],
  },
  {
    label: "Ảnh",
    inside: "image",
    buttons: [
      ["w25", "25%", "Rộng 25% khổ chữ"],
      ["w50", "50%", "Rộng 50% khổ chữ"],
      ["w75", "75%", "Rộng 75% khổ chữ"],
      ["w100", "100%", "Rộng bằng khổ chữ"],
      ["describe", "Mô tả", "Ghi mô tả hình (Tab)"],
      ["deleteImage", "Xóa ảnh", "Xóa ảnh"],
    ],
  },
  {
    label: "Bảng",
    inside: "table",
    buttons: [
      ["rowBefore", "+ dòng trên", "Thêm dòng phía trên"],
      ["rowAfter", "+ dòng dưới", "Thêm dòng phía dưới"],
      ["columnBefore", "+ cột trái", "Thêm cột bên trái"],
      ["columnAfter", "+ cột phải", "Thêm cột bên phải"],
      ["deleteRow", "Xóa dòng", "Xóa dòng"],
      ["deleteColumn", "Xóa cột", "Xóa cột"],
      ["merge", "Gộp ô", "Gộp các ô đã chọn"],
      ["split", "Tách ô", "Tách ô đã gộp"],
      ["head", "Tiêu đề", "Dòng tiêu đề, lặp lại ở mỗi trang"],
      ["left", "Trái", "Căn trái"],
      ["center", "Giữa", "Căn giữa"],
      ["right", "Phải", "Căn phải"],
      ["wider", "Rộng hơn", "Nới rộng cột"],
      ["narrower", "Hẹp hơn", "Thu hẹp cột"],
      ["deleteTable", "Xóa bảng", "Xóa bảng"],
    ],
  },
];
const STATES = new Set("p basis h1 h2 h3 num point li1 li2 b i u sup sub head left center right w25 w50 w75 w100".split(" "));

/**
 * Draw the buttons in `element` and keep them true to `editor`, which `mount` gave.
 * @param {HTMLElement} element
 */
export function toolbar(element, editor) {
  element.classList.add("tools");
  element.setAttribute("role", "toolbar");
  if (!element.hasAttribute("aria-label")) element.setAttribute("aria-label", "Định dạng");
  const groups = GROUPS.map((group) => drawn(group, editor));
  element.replaceChildren(...groups);
  const buttons = [...element.querySelectorAll("button")];
  buttons.forEach((button, at) => (button.tabIndex = at ? -1 : 0));
  element.addEventListener("keydown", (event) => walk(event, buttons));
  const refresh = () => show(groups, buttons, editor);
  editor.onUpdate(refresh);
  refresh();
}

function drawn({ label, buttons, inside = "" }, editor) {
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  group.className = "tools-group";
  group.dataset.inside = inside;
  for (const [command, words, title] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.title = title;
    button.setAttribute("aria-label", title);
    button.dataset.command = command;
    // The caret stays where it is while a pointer presses.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") editor.run(command);
    });
    group.append(button);
  }
  return group;
}

function show(groups, buttons, editor) {
  for (const group of groups) {
    const { inside } = group.dataset;
    if (inside) group.hidden = !editor.active(inside);
  }
  for (const button of buttons) {
    const { command } = button.dataset;
    button.setAttribute("aria-disabled", String(!editor.can(command)));
    if (STATES.has(command)) button.setAttribute("aria-pressed", String(editor.active(command)));
  }
  if (buttons.find((button) => button.tabIndex === 0)?.parentElement.hidden) stopAt(buttons[0], buttons);
}

function stopAt(chosen, buttons) {
  for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
}

function walk(event, buttons) {
  const seen = buttons.filter((button) => !button.parentElement.hidden);
  const at = seen.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: seen.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const chosen = seen[(to + seen.length) % seen.length];
  stopAt(chosen, buttons);
  chosen.focus();
}
