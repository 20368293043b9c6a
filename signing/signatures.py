"""Each signature by itself: whether it holds, whose it is, and when it demonstrably was there."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.changes import Finding, explain
from signing.containers import is_sound
from signing.evidence import fingerprint
from signing.policy import STRICT
from signing.proofs import Material, judge
from signing.timestamps import tokens

Level = Literal["B", "T", "LT", "LTA", "TIMESTAMP"]

# A timestamp that cannot be judged proves nothing, but is no forgery by that.
_OF_TIMESTAMPS: Final = {
    "certificate-untrusted": "timestamp-untrusted",
    "certificate-expired": "timestamp-unproved",
    "no-revocation-data": "timestamp-unproved",
}


@dataclass(frozen=True)
class Judged:
    """What was found out about one signature; `time` is the proved one."""

    field: str
    signer: str
    certificate_sha256: str
    level: Level
    time: dt.datetime | None
    covers_whole_file: bool
    revision: int
    findings: tuple[Finding, ...]

    @property
    def is_timestamp(self) -> bool:
        return self.level == "TIMESTAMP"


async def judge_all(
    reader: Any, signatures: Sequence[Any], *, own: Material, known: Material, at: dt.datetime
) -> list[Judged]:
    """Judge every signature, in their order.

    `own` is what the file brings along, `known` that and what the asker has. Timestamps over the
    document come first, from the last back: each is relied on until the next one takes over.
    """
    judged: dict[int, Judged] = {}
    until = at
    for index in reversed(range(len(signatures))):
        if signatures[index].sig_object_type == "/DocTimeStamp":
            judged[index] = await _judge_timestamp(reader, signatures[index], known, until)
            if not judged[index].findings:
                until = judged[index].time or until
    proofs = [each for each in judged.values() if not each.findings]
    for index, signature in enumerate(signatures):
        if index not in judged:
            over = [p.time for p in proofs if p.time and p.revision > signature.signed_revision]
            judged[index] = await _Signature(reader, signature, own, known, over, at).judge()
    return [judged[index] for index in range(len(signatures))]


async def _judge_timestamp(reader: Any, stamp: Any, known: Material, until: dt.datetime) -> Judged:
    context = known.context(until, revocation="none", leaf=stamp.signer_cert)
    status = await async_validate_pdf_timestamp(stamp, context, diff_policy=STRICT)
    changed = isinstance(status.diff_result, SuspiciousModification)
    findings = _integrity(reader, stamp, status, known, changed=changed)
    if not findings:
        code = await judge(
            stamp.signer_cert,
            stamp.other_embedded_certs,
            known,
            purpose="timestamps",
            used_at=status.timestamp,
            relied_on_until=max(until, status.timestamp),
        )
        findings = [(_OF_TIMESTAMPS.get(code, code), stamp.field_name)] if code else []
    return _judged(stamp, "TIMESTAMP", status.timestamp, findings)


@dataclass
class _Signature:
    reader: Any
    signature: Any
    own: Material
    known: Material
    over: list[dt.datetime]  # times of the good document timestamps that cover it
    at: dt.datetime

    async def judge(self) -> Judged:
        signature = self.signature
        context = self.known.context(self.at, revocation="none", leaf=signature.signer_cert)
        status = await async_validate_pdf_signature(signature, context, diff_policy=STRICT)
        changed = not status.docmdp_ok
        findings = _integrity(self.reader, signature, status, self.known, changed=changed)
        stamped, of_stamp = await self._own_timestamp(status.timestamp_validity)
        findings += of_stamp
        time = min([*self.over, *([stamped] if stamped else [])], default=None)
        code = await self._certificate(self.known, time)
        if code:
            findings.append((code, signature.field_name))
        level = await self._level(time, is_stamped=status.timestamp_validity is not None)
        return _judged(signature, level, time, findings)

    async def _own_timestamp(self, status: Any) -> tuple[dt.datetime | None, list[Finding]]:
        """Return the time of the timestamp inside the signature, where it proves one."""
        name = self.signature.field_name
        if status is None:
            return None, []
        if not (status.intact and status.valid):
            return None, [("timestamp-broken", name)]
        others = [each.chosen for token in self._tokens() for each in token["certificates"]]
        code = await judge(
            status.signing_cert,
            others,
            self.known,
            purpose="timestamps",
            used_at=status.timestamp,
            relied_on_until=max(status.timestamp, min(self.over, default=self.at)),
        )
        if code:
            return None, [(_OF_TIMESTAMPS.get(code, code), name)]
        return status.timestamp, []

    def _tokens(self) -> list[Any]:
        return tokens(self.signature.signer_info)

    async def _certificate(self, material: Material, time: dt.datetime | None) -> str:
        used_at = time or self.at
        code = await judge(
            self.signature.signer_cert,
            self.signature.other_embedded_certs,
            material,
            purpose="signatures",
            used_at=used_at,
            relied_on_until=used_at,
        )
        unproved = code == "certificate-expired" and time is None
        return "expiry-unproved" if unproved else code

    async def _level(self, time: dt.datetime | None, *, is_stamped: bool) -> Level:
        """The level that the file has by itself, whatever the asker knows besides."""
        if time is None or await self._certificate(self.own, time):
            return "T" if is_stamped else "B"
        return "LTA" if self.over else "LT"


def _integrity(
    reader: Any, signature: Any, status: Any, known: Material, *, changed: bool
) -> list[Finding]:
    name = signature.field_name
    if not (status.intact and status.valid):
        return [("signature-broken", name)]
    if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return [("partial-coverage", name)]
    if not is_sound(reader, signature, (*known.certificates, *known.roots)):
        return [("signature-broken", name)]
    reason = status.trust_problem_indic
    if reason is not None and reason.name.startswith("CRYPTO"):
        return [("weak-algorithm", name)]
    if changed:
        return explain(reader, signature.signed_revision) or [("changed-after-signing", "")]
    return []


def _judged(
    signature: Any, level: Level, time: dt.datetime | None, findings: Iterable[Finding]
) -> Judged:
    certificate = signature.signer_cert
    subject = certificate.subject
    return Judged(
        field=signature.field_name,
        signer=str(subject.native.get("common_name", subject.human_friendly)),
        certificate_sha256=fingerprint(certificate.dump()),
        level=level,
        time=time,
        covers_whole_file=signature.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        revision=signature.signed_revision,
        findings=tuple(findings),
    )
