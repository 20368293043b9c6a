/**
 * The drafting room: the editor takes the place of the form's blocks, the form stays for the rest.
 * Without this script the page is a plain form that does the same, block by block.
 */
import { mount, toolbar } from "../static/ui/built/editor.js";
import { hotkey, toast } from "../static/ui/js/app.js";
import { Preview } from "./preview.js";
import { watchFiles } from "./files.js";
import { picturesOf } from "./pictures.js";
import { watchRecipients } from "./recipients.js";
import { clock, Saver } from "./save.js";
import { tabs } from "./tabs.js";
import { forgetOld, Kept } from "./text.js";

const room = document.querySelector("[data-room]");
const form = /** @type {HTMLFormElement} */ (document.getElementById("soan"));
const begun = JSON.parse(document.getElementById("du-thao").textContent);
const FIELDS = ["kind", "subject", "addressees", "recipients", "signer", "urgency", "circulation"];
// Where the place of a finding is typed.
const PLACES = [
  [/^signature/, "signer"],
  [/^recipients/, "recipients"],
  [/^addressees/, "addressees"],
  [/^number/, "kind"],
  [/^subject/, "subject"],
];

const kept = new Kept(begun.official, begun.document);
forgetOld();

const place = room.querySelector("[data-editor]");
const editor = mount(place.querySelector("[data-writing]"), {
  blocks: begun.body,
  onChange: changed,
  onSelect: () => preview?.follow(),
  pictures: picturesOf(room),
  labels: { editor: "Nội dung văn bản" },
});
let preview;
toolbar(place.querySelector("[data-toolbar]"), editor);
place.hidden = false;
// The rows of the plain form would be sent beside the editor's blocks.
room.querySelectorAll("[data-plain]").forEach((one) => one.remove());
room.dataset.live = "";

// What these were at the base: no revision holds them, so the server cannot look.
let began = unversioned(begun);

function unversioned({ urgency, circulation }) {
  return { urgency, circulation };
}

/** All that is written, as it is sent. */
function draft() {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  return { ...fields, began, body: editor.blocks(), base: saver?.base ?? begun.base };
}

/** Show another text in place of this one. */
function show(text) {
  for (const name of FIELDS) {
    if (text[name] !== undefined) form.elements[name].value = text[name];
  }
  editor.setBlocks(text.body);
  summarise();
  preview.changed();
  readRecipients();
}

let saver;
const state = room.querySelector("[data-state]");
saver = new Saver({
  url: room.dataset.save,
  official: begun.official,
  base: begun.base,
  savedAt: begun.saved_at,
  draft,
  kept,
  say(is, words) {
    state.hidden = false;
    state.dataset.is = is;
    if (state.textContent !== words) state.textContent = words;
  },
  onSaved(answer, sent) {
    began = unversioned(answer.merged ?? sent);
    problems([]);
    findings(answer.findings);
    if (answer.merged) joined(answer.merged, sent);
  },
  onConflict,
  onProblems: problems,
});

preview = new Preview({
  url: room.dataset.preview,
  element: room.querySelector("[data-pages]"),
  state: room.querySelector("[data-preview-state]"),
  draft,
  caret: () => editor.currentBlock(),
});
const shown = tabs(room, (panel) => panel === "ban-in" && preview?.follow());
watchFiles(room);
const readRecipients = watchRecipients(room, draft, changed);

function changed() {
  saver?.changed();
  preview?.changed();
}

form.addEventListener("input", () => {
  summarise();
  changed();
});

// ---- the header in a line, when it is folded

const header = room.querySelector("[data-header]");

function summarise() {
  const { signer } = form.elements;
  const signs = signer.value && signer.selectedOptions[0].textContent.split(":")[0];
  const lines = form.elements.recipients.value.split("\n").filter((line) => line.trim()).length;
  const kind = form.elements.kind.selectedOptions[0].textContent;
  header.querySelector("[data-summary]").textContent =
    ` ${kind} · ${signs ? `ký: ${signs}` : "chưa chọn người ký"} · ${lines} dòng nơi nhận`;
}
summarise();
// What it lacks stands among the findings, and leads here.

// ---- what is wrong, and where

/** Lead to where something is: its block, or the field that it is typed in. */
function lead({ block, place: where }) {
  shown.showText();
  if (block && editor.focusBlock(block)) return;
  const [, name] = PLACES.find(([pattern]) => pattern.test(where)) ?? [null, null];
  if (!name) return editor.focusBlock(editor.blocks()[0]?.id);
  header.open = true;
  form.elements[name].focus();
}

function buttonsFor(list, found) {
  list.replaceChildren(
    ...found.map((one) => {
      const [row, button] = [document.createElement("li"), document.createElement("button")];
      button.type = "button";
      button.textContent = one.message;
      button.addEventListener("click", () => lead(one));
      row.append(button);
      return row;
    }),
  );
}

function findings(found) {
  buttonsFor(room.querySelector("[data-findings]"), found);
  room.querySelector("[data-no-findings]").hidden = found.length > 0;
  room.querySelector("[data-count=findings]").textContent = String(found.length);
}
findings(begun.findings);

// A remark leads to the block that it was made at, while that block is there.
for (const mark of room.querySelectorAll("[data-block]")) {
  const { block } = mark.dataset;
  if (!editor.blocks().some((one) => one.id === block)) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = "Đến đoạn này";
  button.addEventListener("click", () => lead({ block, place: "" }));
  mark.append(" ", button);
}

function problems(found) {
  const said = room.querySelector("[data-problems]");
  said.hidden = found.length === 0;
  said.firstElementChild.classList.add("findings");
  buttonsFor(said.firstElementChild, found);
}

// ---- a colleague saved meanwhile

/** Edits in other places than mine came in by themselves; what I typed since I sent mine stays. */
function joined(merged, sent) {
  const now = draft();
  const text = { ...merged, body: withLater(merged.body, sent.body, now.body) };
  for (const name of FIELDS) if (now[name] !== sent[name]) text[name] = now[name];
  show(text);
  toast("Đã ghép phần đồng nghiệp vừa sửa vào bản của bạn.");
}

/** Put into `merged` what became of `sent` in `now`. */
function withLater(merged, sent, now) {
  const [before, after] = [sent, now].map((body) => new Map(body.map((one) => [one.id, one])));
  const body = merged
    .filter(({ id }) => after.has(id) || !before.has(id))
    .map((one) => {
      const mine = after.get(one.id);
      const isLater = mine && JSON.stringify(mine) !== JSON.stringify(before.get(one.id));
      return isLater ? mine : one;
    });
  now.forEach((one, at) => {
    if (before.has(one.id) || body.some(({ id }) => id === one.id)) return;
    const above = body.findIndex(({ id }) => id === now[at - 1]?.id);
    body.splice(above + 1, 0, one);
  });
  return body;
}

function onConflict(answer) {
  const dialog = document.getElementById("trung-sua");
  dialog.querySelector("[data-sentence]").textContent = answer.sentence;
  dialog.querySelector("[data-comparison]").hidden = true;
  const choices = {
    compare: () => compare(dialog, answer),
    theirs() {
      const mine = draft();
      dialog.close();
      saver.rebase(answer.n, answer.saved_at);
      began = unversioned(answer.theirs);
      show(answer.theirs);
      saver.settled();
      toast(`Đã lấy bản ${answer.n} của ${answer.author}.`, {
        undo() {
          show(mine);
          changed();
        },
      });
    },
    mine() {
      dialog.close();
      saver.rebase(answer.n, answer.saved_at);
      began = unversioned(answer.theirs);
      saver.now();
    },
  };
  for (const button of dialog.querySelectorAll("[data-choice]")) {
    button.onclick = choices[button.dataset.choice];
  }
  if (!dialog.open) dialog.showModal();
}

/** Show what became of their text in mine. */
function compare(dialog, answer) {
  const said = dialog.querySelector("[data-comparison]");
  const page = new DOMParser().parseFromString(answer.comparison, "text/html");
  said.replaceChildren(...page.body.childNodes);
  said.hidden = false;
}

// ---- what was written before and never saved

const before = kept.get();
if (before) {
  saver.rebase(before.draft.base, begun.saved_at);
  began = before.draft.began ?? began;
  show(before.draft);
  changed();
  toast(`Đã lấy lại phần viết lúc ${clock(before.at)} chưa kịp lưu.`, {
    undo() {
      saver.rebase(begun.base, begun.saved_at);
      began = unversioned(begun);
      show(begun);
      saver.settled();
    },
  });
}

// ---- keys and buttons

hotkey("ctrl+s", () => saver.now({ pages: true }), "Lưu ngay");
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  event.preventDefault();
  if (!(await saver.now({ pages: true }))) return;
  if (button?.value === "submit") location.assign(button.dataset.submit);
});
preview.changed();
