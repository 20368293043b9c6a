"""What the script of the drafting page asks for: save, look at the pages, whom a line means."""

from dataclasses import replace
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page

from agencies.moments import vn_day
from documents import page_setting, signers
from documents.actions.drafting import Header, ask_for_pages
from documents.errors import (
    NewerRevision,
    NothingChanged,
    PagesNotSet,
    SetterUnavailable,
    StoreUnavailable,
)
from documents.models import Revision
from documents.pages import draft_json, recipient_lines
from documents.pages.draft_json import Sent
from documents.text.compare import compare
from documents.text.content import Content
from documents.text.merge import merge
from documents.text.van_ban import BadDraft
from ui.refusal import Refusal
from ui.writing import moment
from workflow.actions import drafting
from workflow.errors import NotYourTurn, TaskClosed
from workflow.steps.drafting import EditDraft

SIGNED_OUT: Final = "Phiên làm việc đã kết thúc; hãy đăng nhập lại, nội dung vẫn còn trên trang."
TOO_OFTEN: Final = "Bản in đang được dàn trang."
LONGEST_PREVIEW: Final = 30  # seconds after which one that never came back counts as over
REST: Final = 0.25  # seconds between two previews of one official
MOST_KNOWN: Final = 400  # pages that a browser may say it has


class Conflict(Refusal):
    """A colleague saved other words in the same place; `theirs` is what stands there now."""

    def __init__(
        self, theirs: Revision, mine: Content, *, sent: dict[str, Any], places: tuple[str, ...]
    ) -> None:
        super().__init__(
            gettext("%(author)s đã lưu bản %(n)s lúc %(at)s.")
            % {"author": theirs.author, "n": theirs.n, "at": moment(theirs.at)}
        )
        self.theirs, self.mine, self.sent, self.places = theirs, mine, sent, places

    def as_json(self) -> dict[str, Any]:
        return {
            "sentence": self.message,
            "author": str(self.theirs.author),
            **_standing(self.theirs),
            "conflicts": self.places,
            "theirs": self.sent,
            "comparison": render_to_string(
                "documents/comparison.html",
                {"comparison": compare(self.theirs.content, self.mine)},
            ),
        }


@method_decorator(login_not_required, name="dispatch")
class Door(EditDraft):
    """A page of the draft's step that speaks JSON; an ended sign-in is told, not led away."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return JsonResponse({"sentence": SIGNED_OUT}, status=401)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        body: list[Any] = []
        try:
            sent = draft_json.read(request.body)
            body = sent.body
            return JsonResponse(self.answer(sent))
        except BadDraft as bad:
            said = {"sentence": bad.message, "problems": draft_json.problems(bad, body)}
            return JsonResponse(said, status=422)
        except TaskClosed as refusal:
            return self._refused(refusal)
        except Conflict as conflict:
            return JsonResponse(conflict.as_json(), status=409)
        except PagesNotSet as refusal:
            return JsonResponse({"sentence": refusal.message}, status=422)
        except SetterUnavailable as refusal:
            return JsonResponse({"sentence": refusal.message}, status=503)
        except Refusal as refusal:
            return JsonResponse({"sentence": refusal.message}, status=409)

    def answer(self, sent: Sent) -> dict[str, Any]:
        raise NotImplementedError

    def written(self, sent: Sent, *, base: Content) -> Content:
        """Return the draft that was sent, checked."""
        _, signature = self.signer(sent.fields)
        return sent.draft.content(base=base, signature=signature, body=sent.body)

    def _refused(self, refusal: Refusal) -> HttpResponse:
        status = 409 if isinstance(refusal, TaskClosed) else 403
        return JsonResponse({"sentence": refusal.message, "closed": True}, status=status)


class SaveDraft(Door):
    """Save what is written as the next revision; edits in other places join by themselves."""

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        """Say what is saved, and give a token to whoever signed in again."""
        latest = self.revision
        return JsonResponse(
            {
                "official": self.official.pk,
                "token": get_token(self.request),
                **_standing(latest),
                "findings": draft_json.findings(self.findings(latest)),
            }
        )

    def answer(self, sent: Sent) -> dict[str, Any]:
        try:
            return self._saved(sent)
        except NewerRevision:  # saved since we looked: the edits may still be in other places
            pass
        try:
            return self._saved(sent)
        except NewerRevision:
            latest = self._look()
            raise self._conflict(latest, self.written(sent, base=latest.content)) from None

    def _saved(self, sent: Sent) -> dict[str, Any]:
        latest = self._look()
        mine = self.written(sent, base=latest.content)
        header, _ = self.signer(sent.fields)
        content = mine
        if sent.base != latest.n:
            content = self._joined(sent, mine, latest)
            header = self._joined_header(sent, header, mine, latest)
        if content is not mine and content["signature"] == latest.content["signature"]:
            header = replace(header, signer=latest.signer, capacity=signers.capacity_of(latest))
        try:
            saved = self.save(content, header=header, base=latest.n, at_once=False)
        except NothingChanged:
            saved = latest
        if sent.more.get("now") is True:
            ask_for_pages(saved)
        found = draft_json.findings(self.findings(saved))
        answer = {**_standing(saved), "findings": found}
        return answer if content is mine else answer | {"merged": self.as_sent(saved, header)}

    def _look(self) -> Revision:
        """Return the latest revision, with a document that is read no earlier than it.

        Whoever changes the urgency saves a revision: a document newer than `latest` is refused
        when it is saved, an older one would put an old urgency back.
        """
        latest = self.revision
        self.document.refresh_from_db(fields=["kind", "urgency", "circulation"])
        return latest

    def _conflict(self, latest: Revision, mine: Content, *places: str) -> Conflict:
        return Conflict(latest, mine, sent=self.as_sent(latest, self.document), places=places)

    def _joined(self, sent: Sent, mine: Content, latest: Revision) -> Content:
        """Return both edits in one text; a Conflict where they are in one place."""
        base = self.document.revisions.filter(n=sent.base).first()
        if base is None:
            raise self._conflict(latest, mine)
        joined = merge(base.content, mine, latest.content)
        if joined.conflicts:
            raise self._conflict(latest, mine, *joined.conflicts)
        return joined.content

    def _joined_header(self, sent: Sent, header: Header, mine: Content, latest: Revision) -> Header:
        """Return the header with what each side alone changed since the page began with it."""
        joined = {}
        for name in ("urgency", "circulation"):
            began, chosen = sent.began[name], getattr(header, name)
            theirs = getattr(self.document, name)
            if chosen not in (began, theirs) and theirs != began:
                raise self._conflict(latest, mine, name)
            joined[name] = theirs if chosen == began else chosen
        return replace(header, **joined)


@method_decorator(gzip_page, name="dispatch")
class PreviewDraft(Door):
    """The pages of what is being written, one preview of an official at a time."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **more: Any) -> HttpResponse:
        under_way = f"preview-{self.official.pk}"
        if not cache.add(under_way, 1, LONGEST_PREVIEW):
            answer = JsonResponse({"sentence": TOO_OFTEN}, status=429)
            answer.headers["Retry-After"] = "1"
            return answer
        try:
            return super().post(request, **more)
        finally:
            cache.set(under_way, 1, REST)

    def answer(self, sent: Sent) -> dict[str, Any]:
        content = self.written(sent, base=self.revision.content)
        near, known = sent.more.get("near"), sent.more.get("known")
        shown = page_setting.preview(
            self.document,
            content,
            near=near if isinstance(near, str | int) else 1,
            known=[one for one in known if isinstance(one, str)][:MOST_KNOWN]
            if isinstance(known, list)
            else [],
        )
        return {
            "sheets": shown.sheets,
            "pictures": {name: svg.decode() for name, svg in shown.pictures.items()},
            "blocks": {name: [spot.page, spot.y] for name, spot in shown.blocks.items()},
        }


class ReadRecipients(Door):
    """Whom each typed line of Nơi nhận means."""

    http_method_names = ("post",)

    def answer(self, sent: Sent) -> dict[str, Any]:
        lines = recipient_lines.meanings(
            _lines(sent.fields["recipients"]),
            document=self.document,
            addressees=_lines(sent.fields["addressees"]),
            on=vn_day(self.at),
        )
        return {
            "lines": [{"text": one.text, "state": one.state, "means": one.means} for one in lines]
        }


class AttachFile(Door):
    """Files beside the draft, put there or taken off one by one."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        try:
            told = self.change_files(request.POST.get("do", "attach"))
        except (TaskClosed, NotYourTurn) as refusal:
            return self._refused(refusal)
        except Refusal as refusal:
            return JsonResponse({"sentence": refusal.message}, status=422)
        html = render_to_string("workflow/draft_files.html", self.files(), request)
        count = self.document.attachments.count()
        return JsonResponse(
            {"sentence": told.sentence, "undo": told.undo, "html": html, "count": count}
        )


class InsertPicture(Door):
    """A picture for the text, as it was chosen, pasted or dropped; told by what it is kept."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        file = request.FILES.get("picture")
        data = file.read() if file is not None else b""
        try:
            kept = drafting.add_picture(self.task, data=data, by=self.official, at=self.at)
        except (TaskClosed, NotYourTurn) as refusal:
            return self._refused(refusal)
        except StoreUnavailable as refusal:
            return JsonResponse({"sentence": refusal.message}, status=503)
        except Refusal as refusal:
            return JsonResponse({"sentence": refusal.message}, status=422)
        return JsonResponse({"sha256": kept.sha256, "px": [kept.width, kept.height]})


class SuggestNames(Door):
    """Names of the directory for what is being typed."""

    http_method_names = ("get",)

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        names = recipient_lines.names_like(
            self.request.GET.get("q", "")[:100], agency=self.document.agency, on=vn_day(self.at)
        )
        return JsonResponse({"names": names})


def _standing(revision: Revision) -> dict[str, Any]:
    return {
        "n": revision.n,
        "saved_at": revision.at.isoformat(),
        "sha": revision.sha256,
    }


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
