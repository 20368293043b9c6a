"""Whether a document is genuine, by its code, its file, or the file's hash; as the public page."""

from typing import Annotated

from ninja import File, Router, UploadedFile
from pydantic import StringConstraints

from agencies.actions.throttling import Tries, neighbourhood
from agencies.errors import TooManyCalls
from documents import access
from documents.api.asking import ApiRequest
from documents.api.operations import reads
from documents.api.refusing import InvalidRequest, TooLarge
from documents.api.values import Sha256, Shown
from documents.errors import NotFound
from documents.pages import matching, verdicts, verification, verifying
from documents.pages.identifiers import read_code
from documents.pages.matching import LARGEST_FILE, Match

router = Router(tags=["Xác thực"])
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z -]{8,20}$")]
WRONG = "Không có văn bản nào phát hành từ hệ thống này mang mã này."


class FactShown(Shown):
    label: str
    value: str


class GenuineShown(Shown):
    """What the holder of a code may know."""

    verdict: str
    title: str
    text: str
    overtaken: str
    facts: list[FactShown]


class MatchShown(Shown):
    """What a file is."""

    verdict: str
    title: str
    text: str
    code: str | None
    problems: list[str]
    signatures: list[str]


@reads(router, "verification/codes/{code}", GenuineShown, "Xác thực theo mã trên văn bản")
def verify_code(request: ApiRequest, code: Code) -> GenuineShown:
    tries = _tries(request, "code", verification.MISSES)
    if tries.are_used_up():
        raise TooManyCalls
    try:
        document = access.issued_under(read_code(code))
    except NotFound as error:
        tries.take()
        raise NotFound(WRONG) from error
    rendition = verifying.signed_rendition(document)
    assert rendition is not None, "an issued document has a sealed file"
    judged = verdicts.in_words(verifying.verdict_on(document, rendition, at=request.auth.at))
    return GenuineShown(
        verdict=judged.verdict,
        title=judged.title,
        text=judged.text,
        overtaken=verification.overtaken_words(document),
        facts=[
            FactShown(label=label, value=value)
            for label, value in verification.facts(document, rendition)
        ],
    )


@reads(router, "verification/hashes/{sha256}", MatchShown, "Nhận ra một tệp theo SHA-256")
def verify_hash(request: ApiRequest, sha256: Sha256) -> MatchShown:  # noqa: ARG001 (ninja knows it by name)
    return _match(matching.of_hash(sha256))


@reads(
    router,
    "verification/files",
    MatchShown,
    "Nhận ra và kiểm tra một tệp PDF gửi lên; tệp không được lưu",
    method="POST",
)
def verify_file(request: ApiRequest, file: File[UploadedFile]) -> MatchShown:
    if (file.size or 0) > LARGEST_FILE:
        raise TooLarge
    if not _tries(request, "comparison", verification.COMPARISONS).take():
        raise TooManyCalls
    data = file.read()
    if not data:
        raise InvalidRequest([{"name": "file", "message": "Tệp không có nội dung."}])
    return _match(matching.of_bytes(data))


def _tries(request: ApiRequest, kind: str, most: int) -> Tries:
    """Count as the public page does; who guesses here guesses there too."""
    who = neighbourhood(request.META.get("REMOTE_ADDR", ""))
    return Tries(f"verification-{kind}", who, most)


def _match(found: Match) -> MatchShown:
    judged = found.judgement
    return MatchShown(
        verdict=found.verdict,
        title=found.title,
        text=found.text,
        code=found.document.register_entry.code if found.document else None,
        problems=[one.text for one in judged.problems] if judged else [],
        signatures=[f"{one.text}: {one.detail}" for one in judged.signatures] if judged else [],
    )
