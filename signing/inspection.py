"""Rules about a file as a whole: which signatures it has, and that nothing lies between them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.changes import Finding, filled_between, vanished
from signing.fields import DATE, LEADER, NUMBER, SEAL
from signing.policy import STRICT
from signing.structure import Field, fields_of


def inspect(reader: Any, signatures: Sequence[Any]) -> list[Finding]:
    """Return what is wrong with a file apart from each signature by itself."""
    fields = fields_of(reader)
    found = _fields_at_odds(fields, signatures)
    if not signatures:
        return [*found, ("no-signature", "")]
    first = min(signature.signed_revision for signature in signatures)
    for revision in range(first, reader.xrefs.total_revisions - 1):
        found += vanished(reader, revision)
    # Where a signature is gone, its revision would look like nobody's: one reason is enough.
    if not found:
        found += _between(reader, signatures, first)
    found += _after(reader, signatures[-1])
    return found


def _fields_at_odds(fields: Sequence[Field], signatures: Sequence[Any]) -> list[Finding]:
    found: list[Finding] = []
    if any(count > 1 for count in Counter(field.name for field in fields).values()):
        found.append(("duplicate-field", ""))
    # pyHanko passes over a signature of a kind that it does not know: it must not just vanish.
    understood = {signature.field_name for signature in signatures}
    signed = [field for field in fields if field.kind == "/Sig" and field.is_filled]
    found += [("unknown-signature", each.name) for each in signed if each.name not in understood]
    if any(count > 1 for count in Counter(each.value for each in signed if each.value).values()):
        found.append(("shared-signature", ""))
    ours = [field for field in fields if field.name in {NUMBER, DATE, LEADER, SEAL}]
    return found + [("field-hidden", each.name) for each in ours if each.is_hidden]


def _between(reader: Any, signatures: Sequence[Any], first: int) -> list[Finding]:
    """Every revision after the first signature is somebody's; number and date are the clerk's."""
    signed = {signature.signed_revision: signature.field_name for signature in signatures}
    found: list[Finding] = []
    for revision in range(first + 1, reader.xrefs.total_revisions):
        if signed.get(revision) == SEAL:
            continue
        filled = filled_between(reader, revision - 1, revision)
        found += [(f"{word}-filled-by-stranger", "") for word in filled]
        is_between = revision not in signed and revision < max(signed)
        if is_between and not filled and not _archives(reader, revision):
            found.append(("unsigned-revision", ""))
    return found


def _archives(reader: Any, revision: int) -> bool:
    """Whether a revision brings validation data and nothing else, as other software adds it."""
    try:
        result = STRICT.apply(
            reader.get_historical_resolver(revision - 1), reader.get_historical_resolver(revision)
        )
    except SuspiciousModification:
        return False
    return bool(result.modification_level <= ModificationLevel.LTA_UPDATES)


def _after(reader: Any, last: Any) -> list[Finding]:
    if last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE:
        return []
    has_more = reader.xrefs.total_revisions - 1 > last.signed_revision
    return [("not-covered" if has_more else "trailing-bytes", "")]
