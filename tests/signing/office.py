"""An office with everything that signing takes: people, pictures, an authority on this machine."""

import datetime as dt
import io
import urllib.request
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

import signing
from rehearsal.authority import AuthorityServer
from signing.credentials import Credential
from tests.signing import paper

SECRET, PIN = b"s" * 32, "246810"
# A port on which nothing listens: the authority that is away.
AWAY = signing.timestamp_client("http://127.0.0.1:9/tsa", timeout=2)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), colour).save(out, format="PNG")
    return out.getvalue()


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return bytes(answer.read())


@dataclass(frozen=True)
class Office:
    server: AuthorityServer

    @cached_property
    def trust(self) -> signing.Trust:
        return signing.Trust.from_pem(self.server.authority.root_pem)

    @cached_property
    def timestamps(self) -> signing.Timestamps:
        return signing.timestamp_client(f"{self.server.url}/tsa", timeout=5)

    @property
    def crls(self) -> list[bytes]:
        return [self.server.authority.crl(name) for name in ("root", "issuing")]

    def credential(self, label: str) -> Credential:
        issued = self.server.authority.issue(label, common_name=label, organization="Sở mẫu")
        wrapped = signing.wrap(issued.private_key_pkcs8, pin=PIN, secret=SECRET)
        return signing.unlock(
            wrapped, pin=PIN, secret=SECRET, certificate=issued.certificate, chain=issued.chain
        )

    @cached_property
    def leader(self) -> Credential:
        return self.credential("Lãnh đạo")

    @cached_property
    def seal(self) -> Credential:
        return self.credential("Cơ quan")

    @cached_property
    def expectation(self) -> signing.Expectation:
        return signing.Expectation(
            fields=(signing.NUMBER, signing.DATE, signing.LEADER, signing.SEAL),
            certificates={
                signing.LEADER: self.leader.fingerprint,
                signing.SEAL: self.seal.fingerprint,
            },
            number=32,
            notation="BC-VP",
            issued_on=dt.date(2026, 1, 5),
        )

    # The stages of one document.

    @cached_property
    def prepared(self) -> bytes:
        return self.prepare()

    @cached_property
    def signed(self) -> bytes:
        return self.sign(self.prepared).pdf

    @cached_property
    def issued(self) -> bytes:
        return self.issue(self.signed).pdf

    @cached_property
    def archived(self) -> bytes:
        return self.archive(self.issued).pdf

    def prepare(self, pdf: bytes | None = None) -> bytes:
        typeset, places = paper.typeset()
        blank = paper.lines("Số:        /BC-VP", "Sao Mai, ngày     tháng 01 năm 2026")
        return signing.prepare(pdf or typeset, places, blank_lines=blank)

    def sign(
        self,
        pdf: bytes,
        *,
        by: Credential | None = None,
        field: str = signing.LEADER,
        certify: bool = True,
        timestamps: signing.Timestamps | None = None,
    ) -> signing.Signed:
        return signing.sign(
            pdf,
            field=field,
            credential=by or self.leader,
            appearance=picture("blue"),
            certify=certify,
            timestamps=timestamps or self.timestamps,
            at=now(),
        )

    def evidence(self, pdf: bytes, *more: bytes) -> signing.Evidence:
        certificates = [*signing.certificates_of(pdf), *more]
        return signing.collect(certificates, trust=self.trust, fetch=fetch, at=now())

    def issue(
        self,
        pdf: bytes,
        *,
        by: Credential | None = None,
        timestamps: signing.Timestamps | None = None,
        with_evidence: bool = True,
    ) -> signing.Signed:
        clerk = by or self.seal
        return signing.fill_and_seal(
            pdf,
            lines=paper.lines(paper.NUMBER_LINE, paper.DATE_LINE),
            number=paper.NUMBER_LINE,
            date=paper.DATE_LINE,
            credential=clerk,
            appearance=picture("red"),
            timestamps=timestamps or self.timestamps,
            evidence=self.evidence(pdf, clerk.certificate) if with_evidence else None,
            at=now(),
        )

    def archive(self, pdf: bytes) -> signing.Signed:
        return signing.archive(
            pdf, evidence=self.evidence(pdf), timestamps=self.timestamps, at=now()
        )

    def verify(
        self,
        pdf: bytes,
        *,
        at: dt.datetime | None = None,
        expect: signing.Expectation | None = None,
        crls: list[bytes] | None = None,
    ) -> signing.Verdict:
        known = self.crls if crls is None else crls
        return signing.verify(pdf, trust=self.trust, at=at or now(), expect=expect, crls=known)
