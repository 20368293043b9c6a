export { Schema } from "prosemirror-model";
