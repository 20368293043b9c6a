/** What may stand in the saved text: composed letters, ordinary blanks, nothing that nobody sees. */

// Some keyboards for Vietnamese send U+202F or U+200C before they correct a letter.
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const BLANK = /[\t\n\v\f\r\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]/g;

/** The text as it is saved; a no-break blank (U+00A0) is the drafter's own and stays. */
export function clean(text) {
  return visible(text).replace(BLANK, " ").normalize("NFC");
}

/** The text without what nobody sees. */
export function visible(text) {
  return text.replace(INVISIBLE, "");
}

/** Foreign text: there, blanks of every kind only stand for gaps, one or many. */
export function cleanForeign(text) {
  return clean(text.replace(/[\u00a0\u202f]/g, " ")).replace(/[\ue000-\uf8ff]/g, "").replace(/ +/g, " ");
}
