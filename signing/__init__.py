"""PAdES signatures on PDF files: a library that knows bytes, keys and trust."""

from signing.archiving import archive, certificates_of, renew
from signing.credentials import Credential, unlock, wrap
from signing.errors import (
    CannotPrepare,
    CannotSign,
    EvidenceUnavailable,
    KeyMismatch,
    SigningError,
    TimestampsUnavailable,
    WrongPin,
)
from signing.evidence import Evidence, collect
from signing.expectation import Expectation
from signing.fields import DATE, LEADER, NUMBER, SEAL, Place, prepare
from signing.problems import Problem
from signing.signer import Signed, fill_and_seal, sign
from signing.timestamps import Timestamps, timestamp_client
from signing.trust import Trust
from signing.validation import SignatureVerdict, Verdict, verify

__all__ = [
    "DATE",
    "LEADER",
    "NUMBER",
    "SEAL",
    "CannotPrepare",
    "CannotSign",
    "Credential",
    "Evidence",
    "EvidenceUnavailable",
    "Expectation",
    "KeyMismatch",
    "Place",
    "Problem",
    "SignatureVerdict",
    "Signed",
    "SigningError",
    "Timestamps",
    "TimestampsUnavailable",
    "Trust",
    "Verdict",
    "WrongPin",
    "archive",
    "certificates_of",
    "collect",
    "fill_and_seal",
    "prepare",
    "renew",
    "sign",
    "timestamp_client",
    "unlock",
    "verify",
    "wrap",
]
