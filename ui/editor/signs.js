/** The signs that begin a block, typed or pasted. */

const SIGNS = [
  [/^[IVX]{1,6}\.$/, "h1"],
  [/^\d{1,2}\.$/, "num"],
  [/^[a-zđ]\)$/, "point"],
  [/^[-–]$/, "li1"],
  [/^\+$/, "li2"],
];

/** The kind that a sign at the beginning of a paragraph makes of it. */
export function kindOfSign(sign) {
  return SIGNS.find(([pattern]) => pattern.test(sign))?.[1];
}
