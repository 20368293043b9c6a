"""A draft as the script of the drafting page sends it and gets it back.

Its header is typed in the same fields as the plain form's; its body is the draft format's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from documents.checking.finding import Finding
from documents.pages.draft_form import DraftForm
from documents.text import json_file
from documents.text.content import Content
from documents.text.problems import BadDraft, Problem

NOT_A_DRAFT = "Trang này gửi lên một nội dung mà hệ thống không đọc được; hãy tải lại trang."
FIELDS = ("kind", "subject", "addressees", "recipients", "signer", "urgency", "circulation")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the page sent: the fields as typed, the blocks as the editor has them."""

    base: int
    fields: dict[str, str]
    body: list[Any]
    more: dict[str, Any]

    @property
    def began(self) -> dict[str, str]:
        """The fields as they were at `base`; where the page does not say, they are untouched."""
        said = self.more.get("began")
        known = said if isinstance(said, dict) else {}
        return {name: str(known.get(name, value)) for name, value in self.fields.items()}

    @property
    def draft(self) -> DraftForm:
        return DraftForm(
            kind=self.fields["kind"],
            subject=self.fields["subject"],
            addressees=self.fields["addressees"],
            recipients=self.fields["recipients"],
        )


def read(raw: bytes) -> Sent:
    """Return what the page sent; BadDraft when no page of ours would send it."""
    sent = json_file.load(raw)
    if not isinstance(sent, dict):
        raise BadDraft([Problem("Dự thảo", NOT_A_DRAFT)])
    fields = {name: sent.get(name, "") for name in FIELDS}
    base, body = sent.get("base"), sent.get("body")
    whole = all(isinstance(one, str) for one in fields.values())
    if not whole or not isinstance(base, int) or not isinstance(body, list):
        raise BadDraft([Problem("Dự thảo", NOT_A_DRAFT)])
    return Sent(base, fields, body, sent)


def as_sent(content: Content) -> dict[str, Any]:
    """Return a draft as the page shows it: the typed fields and the blocks."""
    form = DraftForm.of(content)
    return {
        "kind": form.kind,
        "subject": form.subject,
        "addressees": form.addressees,
        "recipients": form.recipients,
        "body": content["body"],
    }


def problems(bad: BadDraft, body: list[Any]) -> list[dict[str, str]]:
    """Say what is wrong and in which block, for the page to lead there."""
    return [
        {"place": one.place, "block": _id(body, one.block), "message": one.message}
        for one in bad.problems
    ]


def findings(found: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"place": one.place, "block": one.block, "message": one.message} for one in found]


def _id(body: list[Any], at: int | None) -> str:
    block = body[at] if at is not None and at < len(body) else None
    named = block.get("id") if isinstance(block, dict) else None
    return named if isinstance(named, str) else ""
