"""Files that cost nothing, for tests about who may do what and when, not about the files.

Every check and every fact stays real; only the bytes are made up: no typesetting, no keys, no
store. What is signed still begins with what was shown.
"""

import hashlib
from typing import Any, cast

import pytest

import signing
from agencies.actions import credentials
from documents import outside, storage, typesetting
from documents.storage import Stored


def install(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Put the cheap files in place; return the store: what lies under which SHA-256."""
    kept: dict[str, bytes] = {}

    def put(data: bytes, **_: Any) -> Stored:
        digest = hashlib.sha256(data).hexdigest()
        kept[digest] = data
        return Stored(f"{digest[:2]}/{digest}", "1", digest, len(data))

    def add(pdf: bytes, **_: Any) -> signing.Signed:
        return signing.Signed(pdf + b"+", "T", "0" * 64, None, "")

    def typeset(content: dict[str, Any], **options: Any) -> typesetting.Page:
        return typesetting.Page(repr((content, options)).encode(), {}, 1, {}, {})

    monkeypatch.setattr(storage, "put", put)
    monkeypatch.setattr(storage, "lock", lambda *_, **__: None)
    monkeypatch.setattr(storage, "read", lambda stored: kept[stored.sha256])
    monkeypatch.setattr(credentials, "unlock", lambda *_, **__: _NO_KEY)
    monkeypatch.setattr(outside, "timestamps", lambda: None)
    monkeypatch.setattr(outside, "evidence", lambda *_, **__: None)
    monkeypatch.setattr(typesetting, "typeset", typeset)
    monkeypatch.setattr(typesetting, "lines", lambda *_, **__: typesetting.Lines(b"", "", ""))
    monkeypatch.setattr(signing, "prepare", lambda pdf, *_, **__: pdf)
    monkeypatch.setattr(signing, "certificates_of", lambda _: [])
    monkeypatch.setattr(signing, "sign", add)
    monkeypatch.setattr(signing, "fill_and_seal", add)
    return kept


_NO_KEY = signing.Credential(b"", (), key=cast("Any", None))
