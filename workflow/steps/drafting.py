"""The drafter writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from agencies.actions import pacing
from agencies.moments import vn_day
from documents import signers
from documents.actions.drafting import Header
from documents.attachments import KINDS as KINDS_OF_FILES
from documents.checking import rules
from documents.checking.finding import Finding
from documents.errors import NewerRevision, NothingChanged
from documents.models import Circulation, Document, DocumentKind, Revision, Urgency
from documents.pages import draft_json, opinions
from documents.pages.draft_form import KINDS, DraftForm
from documents.text.content import Content
from documents.text.van_ban import BadDraft
from ui.refusal import Refusal
from ui.typed import whole_number
from workflow import inbox, returning
from workflow.actions import drafting
from workflow.errors import TaskClosed
from workflow.steps.base import StepPage

NOT_YET_SET: Final = "not_set_yet"  # true a moment after each save, and nothing for the drafter


@dataclass(frozen=True, slots=True)
class Told:
    """What was done with the files, and the button that takes it back."""

    sentence: str
    undo: str = ""


class EditDraft(StepPage):
    """Write the draft, save it as the next revision, go on to submit it.

    The page works as a plain form of blocks; with a script an editor takes their place and talks
    to workflow/pages/drafting_room.py.
    """

    step = "draft"
    title = "Soạn thảo"
    template_name = "workflow/draft.html"
    forms_of: ClassVar[Mapping[str, type[forms.Form]]] = {}

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        return self._page(DraftForm.of(self.revision.content))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        base = self.revision.content
        draft = DraftForm.typed(request.POST, base=base)
        button = request.POST.get("do", "save")
        if button.split("-")[0] in ("insert", "remove", "up", "down", "renumber"):
            return self._page(draft, focus=draft.do(button))
        try:
            self._tell(self.change_files(button).sentence)
            if button.split("-")[0] in ("attach", "detach"):
                return self._page(draft)
            saved = self._save(draft)
        except BadDraft as bad:
            return self._page(draft, problems=[one.message for one in bad.problems], status=422)
        except TaskClosed as refusal:
            return self._refused(refusal)
        except NewerRevision as refusal:
            return self._page(draft, problems=[refusal.message], newer=True, status=409)
        except NothingChanged as refusal:
            if button != "submit":
                return self._page(draft, problems=[refusal.message], status=409)
            return redirect("submit", self.task.pk)
        except Refusal as refusal:
            return self._page(draft, problems=[refusal.message], status=409)
        messages.success(request, gettext("Đã lưu bản %(n)s.") % {"n": saved.n})
        if button == "submit":
            return redirect("submit", self.task.pk)
        return redirect(inbox.address(self.task))

    def change_files(self, button: str) -> Told:
        """Take a file off the draft, put it back, or put those beside it that were sent."""
        name, _, number = button.partition("-")
        key, by, at = whole_number(number) or 0, self.official, self.at
        if name == "detach":
            line = drafting.detach(self.task, attachment_id=key, by=by, at=at)
            return Told(
                gettext("Đã bỏ tệp «%(name)s».") % {"name": line.facts["name"]},
                undo=f"reattach-{line.n}",
            )
        if name == "reattach":
            back = drafting.put_back(self.task, detached=key, by=by, at=at)
            return Told(gettext("Đã đưa lại tệp «%(name)s».") % {"name": back.name})
        files = [(one.name or "", one.read()) for one in self.request.FILES.getlist("attachment")]
        if not files:
            return Told("Chưa chọn tệp nào để thêm." if name == "attach" else "")
        pacing.count_upload(by, at=at)
        drafting.attach(self.task, files=files, by=by, at=at)
        return Told(gettext("Đã thêm %(n)s tệp.") % {"n": len(files)})

    def _tell(self, sentence: str) -> None:
        if sentence:
            messages.success(self.request, sentence)

    def files(self) -> dict[str, Any]:
        """Return what workflow/draft_files.html needs."""
        found = self.document.attachments.select_related("object").order_by("pk")
        return {
            "attachments": found,
            "attachment_kinds": KINDS_OF_FILES,
            "document": self.document,
            "task": self.task,
        }

    def _save(self, draft: DraftForm) -> Revision:
        header, signature = self.signer(self.request.POST)
        content = draft.content(base=self.revision.content, signature=signature)
        base = whole_number(self.request.POST.get("base", "")) or 0
        return self.save(content, header=header, base=base)

    def save(
        self, content: Content, *, header: Header, base: int, at_once: bool = True
    ) -> Revision:
        return drafting.save(
            self.task,
            content=content,
            header=header,
            base=base,
            at_once=at_once,
            by=self.official,
            at=self.at,
        )

    def signer(self, typed: Mapping[str, str]) -> tuple[Header, dict[str, str | None] | None]:
        """Return the header as typed, with the lines of the chosen signer's block.

        None chosen leaves the signer and the block as they were.
        """
        urgency = _choice(typed.get("urgency"), Urgency.values)
        circulation = _choice(typed.get("circulation"), Circulation.values)
        for option in self.signers():
            if option.key == typed.get("signer"):
                chosen, block = option.header, option.block
                header = Header(chosen.signer, chosen.capacity, urgency, circulation)
                return header, block
        latest = self.revision
        capacity = signers.capacity_of(latest)
        return Header(latest.signer, capacity, urgency, circulation), None

    def signers(self) -> list[signers.Option]:
        return signers.options(self.document.agency, kind=self.document.kind, on=vn_day(self.at))

    def _page(
        self,
        draft: DraftForm,
        *,
        problems: list[str] | None = None,
        newer: bool = False,
        focus: int | None = None,
        status: int = 200,
    ) -> HttpResponse:
        post, latest = self.request.POST, self.revision
        signer_options = self.signers()
        chosen = post.get("signer") or signers.key_of(latest, signer_options)
        return self.show(
            status=status,
            draft=draft,
            kinds=DocumentKind.choices,
            block_kinds=KINDS,
            signers=signer_options,
            chosen_signer=chosen,
            urgencies=Urgency.choices,
            chosen_urgency=post.get("urgency", self.document.urgency),
            circulations=Circulation.choices,
            chosen_circulation=post.get("circulation", self.document.circulation),
            base=post.get("base", latest.n),
            problems=[("", sentence) for sentence in problems or []],
            newer=newer,
            focus=focus,
            returned=returning.return_of(self.task),
            rounds=opinions.rounds(self.document),
            findings=self.findings(latest),
            **self.files(),
            # The editor begins with what is saved; what the plain form was refused stays a form.
            room=None if self.request.method == "POST" else self._room(latest),
        )

    def findings(self, revision: Revision) -> list[Finding]:
        """Return the faults of form that the drafter can mend."""
        found = rules.findings(revision, on=vn_day(self.at))
        return [one for one in found if one.code != NOT_YET_SET]

    def _room(self, latest: Revision) -> dict[str, Any]:
        return {
            "official": self.official.pk,
            "document": str(self.document.public_id),
            "base": latest.n,
            "saved_at": latest.at.isoformat(),
            "findings": draft_json.findings(self.findings(latest)),
            **self.as_sent(latest, self.document),
        }

    def as_sent(self, revision: Revision, of: Header | Document) -> dict[str, Any]:
        """Return a revision as the page shows it, with the fields that belong to no text."""
        return {
            **draft_json.as_sent(revision.content),
            "signer": signers.key_of(revision, self.signers()),
            "urgency": of.urgency,
            "circulation": of.circulation,
        }


def _choice(value: str | None, allowed: list[str]) -> str:
    return value if value in allowed else ""
