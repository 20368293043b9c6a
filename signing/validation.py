"""The verdict on a signed file. pyHanko alone is none: what it lets pass is refused here."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from signing.changes import Finding
from signing.expectation import Expectation, Signer, missed
from signing.fields import SEAL
from signing.inspection import inspect
from signing.preflight import content_problems, open_reader, refused
from signing.problems import Outcome, Problem, outcome, problem
from signing.proofs import read_material
from signing.running import run
from signing.signatures import Judged, Level, judge_all
from signing.structure import TooComplex, fields_of
from signing.trust import Trust

MOST_SIGNATURES: Final = 50
# How many earlier ends of a file that others added to are tried, from the last back.
_INNER_TRIES: Final = 3
_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*0\s+\d{1,12}\s+(\d{1,12})\s+(\d{1,12})\s*\]")


@dataclass(frozen=True)
class SignatureVerdict:
    """One signature or document timestamp (level TIMESTAMP); `time` is the proved one."""

    field: str
    signer: str
    level: Level
    time: dt.datetime | None
    covers_whole_file: bool
    verdict: Outcome
    certificate_sha256: str


@dataclass(frozen=True)
class Verdict:
    """Whether a file holds; why not; who signed; and what its text fields say."""

    verdict: Outcome
    problems: tuple[Problem, ...]
    signatures: tuple[SignatureVerdict, ...]
    values: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return it as what `json.dumps` takes."""
        return {
            "verdict": self.verdict,
            "problems": [{"code": each.code, "message": each.message} for each in self.problems],
            "signatures": [
                {**vars(each), "time": each.time.isoformat() if each.time else None}
                for each in self.signatures
            ],
            "values": dict(self.values),
        }


def verify(
    pdf: bytes,
    *,
    trust: Trust,
    at: dt.datetime,
    expect: Expectation | None = None,
    crls: Sequence[bytes] = (),
) -> Verdict:
    """Judge a file as of `at`; never raises, and asks nobody.

    Evidence comes from the file and from `crls` (DER). Where it is invalid because others added
    to it, and what was sealed inside is whole, the problems say so.
    """
    question = _Question(trust, at.astimezone(dt.UTC), expect or Expectation(), crls)
    verdict = _judge(pdf, question)
    if verdict.verdict != "invalid":
        return verdict
    size = _sealed_size(pdf, question)
    if not size:
        return verdict
    note = problem("sealed-revision-whole", size=size)
    return replace(verdict, problems=(*verdict.problems, note))


@dataclass(frozen=True)
class _Question:
    trust: Trust
    at: dt.datetime
    expect: Expectation
    crls: Sequence[bytes]


def _judge(pdf: bytes, question: _Question) -> Verdict:
    try:
        code = refused(pdf)
        return _refusal(code) if code else run(_examine(pdf, question))
    except TooComplex:
        return _refusal("too-complex")
    except Exception:  # noqa: BLE001 - whatever a hostile file does to a parser is its verdict
        return _refusal("unreadable")


def _refusal(code: str) -> Verdict:
    return Verdict(outcome({code}), (problem(code),), (), {})


async def _examine(pdf: bytes, question: _Question) -> Verdict:
    reader = open_reader(pdf)
    if reader.encrypted:
        return _refusal("encrypted")
    if reader.xrefs.hybrid_xrefs_present:
        return _refusal("hybrid-xref")
    findings: list[Finding] = [(code, "") for code in sorted(content_problems(reader))]
    signatures = reader.embedded_signatures
    if len(signatures) > MOST_SIGNATURES:
        raise TooComplex
    findings += inspect(reader, signatures)
    own = read_material(reader, question.trust)
    known = own.with_crls(question.crls)
    judged = await judge_all(reader, signatures, own=own, known=known, at=question.at)
    findings += [finding for each in judged for finding in each.findings]
    fields = fields_of(reader)
    values = {field.name: field.text for field in fields if field.kind == "/Tx"}
    findings += missed(
        question.expect,
        names={field.name for field in fields},
        signers=[Signer(each.field, each.certificate_sha256, each.is_timestamp) for each in judged],
        values=values,
    )
    return Verdict(
        verdict=outcome({code for code, _ in findings}),
        problems=tuple(problem(code, field=field) for code, field in dict.fromkeys(findings)),
        signatures=tuple(_said(each) for each in judged),
        values=values,
    )


def _said(judged: Judged) -> SignatureVerdict:
    return SignatureVerdict(
        field=judged.field,
        signer=judged.signer,
        level=judged.level,
        time=judged.time,
        covers_whole_file=judged.covers_whole_file,
        verdict=outcome({code for code, _ in judged.findings}),
        certificate_sha256=judged.certificate_sha256,
    )


def _sealed_size(pdf: bytes, question: _Question) -> int:
    """Return how many first bytes of a file are a whole, valid, sealed document; 0 for none."""
    ends = {int(start) + int(length) for start, length in _BYTE_RANGE.findall(pdf)}
    for end in sorted((end for end in ends if end < len(pdf)), reverse=True)[:_INNER_TRIES]:
        inner = _judge(pdf[:end], question)
        if inner.verdict == "valid" and any(each.field == SEAL for each in inner.signatures):
            return end
    return 0
