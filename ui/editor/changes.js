/** Where two versions of a document differ. */

/**
 * The blocks that differ, as indices: `from` counts the equal ones at the beginning, `before` and
 * `after` say where the equal ones at the end begin. Equal means the same node: an edit leaves
 * all other nodes as they are, so nothing is compared by content.
 */
export function changedBlocks(old, doc) {
  const most = Math.min(old.childCount, doc.childCount);
  let from = 0;
  while (from < most && old.child(from) === doc.child(from)) from += 1;
  let same = 0;
  while (
    same < most - from &&
    old.child(old.childCount - 1 - same) === doc.child(doc.childCount - 1 - same)
  ) {
    same += 1;
  }
  return { from, before: old.childCount - same, after: doc.childCount - same };
}

/** Where the block with this index begins. */
export function positionOf(doc, index) {
  let position = 0;
  for (let at = 0; at < index; at += 1) position += doc.child(at).nodeSize;
  return position;
}
