/** An image as it stands in the editor: the picture, its caption, and the field that describes it. */
import { TextSelection } from "prosemirror-state";

export class Figure {
  /** @param {(sha256: string) => string} src */
  constructor(node, view, position, src) {
    Object.assign(this, { view, position, src });
    this.dom = document.createElement("figure");
    this.picture = document.createElement("img");
    this.picture.draggable = false;
    this.contentDOM = document.createElement("figcaption");
    this.field = document.createElement("label");
    this.field.contentEditable = "false";
    this.input = document.createElement("input");
    this.input.maxLength = 500;
    this.input.readOnly = !view.editable;
    this.input.placeholder = "Hình cho thấy gì, cho người không nhìn được";
    this.input.addEventListener("input", () => this.describe());
    this.input.addEventListener("keydown", (event) => this.leave(event));
    this.field.append("Mô tả hình ", this.input);
    this.dom.append(this.picture, this.contentDOM, this.field);
    this.update(node);
  }

  update(node) {
    if (this.node && node.type !== this.node.type) return false;
    this.node = node;
    const { id, sha256, px, w, alt } = node.attrs;
    Object.assign(this.dom.dataset, { t: "image", id: id ?? "", sha256, w });
    const src = this.src(sha256);
    if (this.picture.getAttribute("src") !== src) this.picture.src = src;
    this.picture.alt = alt || "Hình chưa có mô tả";
    [this.picture.width, this.picture.height] = px;
    this.picture.style.width = `${w}%`;
    if (this.input.value !== alt) this.input.value = alt;
    this.contentDOM.toggleAttribute("data-empty", node.content.size === 0);
    return true;
  }

  describe() {
    const { tr } = this.view.state;
    this.view.dispatch(tr.setNodeAttribute(this.position(), "alt", this.input.value.normalize("NFC")));
  }

  /** Enter and Escape go back into the text. */
  leave(event) {
    if (!["Enter", "Escape"].includes(event.key) || event.isComposing) return;
    event.preventDefault();
    const { doc, tr } = this.view.state;
    const end = this.position() + this.node.nodeSize - 1;
    this.view.dispatch(tr.setSelection(TextSelection.create(doc, end)));
    this.view.focus();
  }

  stopEvent(event) {
    return this.field.contains(event.target);
  }

  ignoreMutation(mutation) {
    return !this.contentDOM.contains(mutation.target);
  }
}
