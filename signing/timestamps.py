"""Proof of time: tokens from a timestamp authority (RFC 3161)."""

import http.client
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper

from signing.errors import TimestampsUnavailable

# A token with its chain has 2 to 6 kB; more than this is not an answer to our question.
_LARGEST_ANSWER: Final = 64 * 1024


class Timestamps(Protocol):
    """Where timestamp tokens come from."""

    def token(self, imprint: bytes) -> bytes:
        """Return the DER of a token over a SHA-256; raises TimestampsUnavailable."""
        ...


def timestamp_client(url: str, *, timeout: float) -> Timestamps:
    """Return the authority at an address; it has `timeout` seconds to answer."""
    return _Client(url, timeout)


@dataclass(frozen=True)
class _Client:
    url: str
    timeout: float

    def token(self, imprint: bytes) -> bytes:
        nonce = secrets.randbits(63)
        question = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "hashed_message": imprint,
                },
                "nonce": nonce,
                "cert_req": True,
            }
        )
        return _checked(self._ask(question.dump()), imprint, nonce)

    def _ask(self, question: bytes) -> bytes:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise TimestampsUnavailable("địa chỉ máy chủ cấp dấu thời gian không hợp lệ")
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
            self.url, question, {"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
                body: bytes = answer.read(_LARGEST_ANSWER + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise TimestampsUnavailable(f"máy chủ trả lời mã {error.code}") from error
        except TimeoutError as error:
            raise TimestampsUnavailable("máy chủ không trả lời kịp") from error
        except (OSError, http.client.HTTPException) as error:
            raise TimestampsUnavailable("không kết nối được máy chủ") from error
        if len(body) > _LARGEST_ANSWER:
            raise TimestampsUnavailable("máy chủ trả lời sai khuôn dạng")
        return body


def _checked(answer: bytes, imprint: bytes, nonce: int) -> bytes:
    """Return the token of an answer that is one to our question."""
    try:
        # By position: a refusal has a status and no token, which asn1crypto takes for an error.
        response = core.SequenceOf.load(answer, strict=True, spec=core.Any)
        status = response[0].parse(tsp.PKIStatusInfo)["status"].native
        if status not in {"granted", "granted_with_mods"}:
            raise TimestampsUnavailable("máy chủ từ chối cấp")
        token = response[1].parse(cms.ContentInfo)
        said = token["content"]["encap_content_info"]["content"].parsed
        ours = (
            said["message_imprint"]["hashed_message"].native == imprint
            and said["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
            and said["nonce"].native == nonce
        )
        der: bytes = token.dump()
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise TimestampsUnavailable("máy chủ trả lời sai khuôn dạng") from error
    if not ours:
        raise TimestampsUnavailable("máy chủ trả lời cho một yêu cầu khác")
    return der


@dataclass(frozen=True)
class Stamp:
    """What a token says: when, and by whose certificate (DER)."""

    at: datetime
    certificate: bytes


def read(token: bytes) -> Stamp:
    """Read a token that `Timestamps.token` returned."""
    signed = cms.ContentInfo.load(token)["content"]
    when: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    named = signed["signer_infos"][0]["sid"].chosen
    certificate = next(
        each.chosen.dump()
        for each in signed["certificates"]
        if each.chosen.serial_number == named["serial_number"].native
    )
    return Stamp(when, certificate)


def tokens(signer: Any) -> list[Any]:
    """Return the SignedData of the timestamps over a signature (asn1crypto's SignerInfo)."""
    attributes = signer["unsigned_attrs"]
    if isinstance(attributes, core.Void):
        return []
    return [
        token["content"]
        for attribute in attributes
        if attribute["type"].native == "signature_time_stamp_token"
        for token in attribute["values"]
    ]


class Stamper(TimeStamper):
    """Lends our timestamps to pyHanko, and remembers what was given."""

    def __init__(self, timestamps: Timestamps) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._timestamps = timestamps
        self.given: Stamp | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Return the token over a digest as an asn1crypto object."""
        if md_algorithm != "sha256":
            raise TimestampsUnavailable("chỉ dùng thuật toán băm SHA-256")
        token = self._timestamps.token(message_digest)
        self.given = read(token)
        return cms.ContentInfo.load(token)
