"""What every page of a step does: find the task, ask whose turn it is, show refusals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.models import Official
from agencies.moments import vn_day
from documents.actions import overtaking
from documents.actions.drafting import latest_revision
from documents.models import Document, Review, Revision, Stage
from ui.refusal import Refusal
from workflow import inbox, standing
from workflow.actions import door
from workflow.errors import NotYourTurn, TaskClosed
from workflow.models import WorkTask

# The ways of looking at a text that is judged or signed, as they stand in an address.
PRINTED, READ, CHANGES = "in", "doc", "thay-doi"
VIEWS = (PRINTED, READ, CHANGES)

LONGEST_OPINION: Final = 4_000  # letters; as long as the column that keeps it


class StepPage(View):
    """The page of one step. A step gives its template, a form for each button, what each does.

    GET never changes anything. A refused POST shows the page again with the reason and with
    everything that was typed; an old page of a finished task says what happened since.
    """

    step: ClassVar[str]
    template_name: ClassVar[str]
    forms_of: ClassVar[Mapping[str, type[forms.Form]]]
    title: ClassVar[str]

    task: WorkTask
    at: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.task = self._task(kwargs["task_id"])
        try:
            self.as_what = door.require_turn(self.task, by=self.official, at=self.at)
        except (TaskClosed, NotYourTurn) as refusal:
            return self._refused(refusal)
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        button = request.POST.get("do", "")
        if button not in self.forms_of:
            return self.show(
                refusal="Chưa chọn việc cần làm; hãy bấm một nút trên trang.", status=422
            )
        form = self.form(button, request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            message = self.act(button, form)
        except TaskClosed as refusal:
            return self._refused(refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self.show(form, status=409)
        messages.success(request, message)
        return self.after()

    def act(self, button: str, form: Any) -> str:
        """Do what a button says; return the sentence that tells it was done."""
        raise NotImplementedError

    def after(self) -> HttpResponse:
        """Lead to where the official goes on once a button has done its work."""
        return redirect("document", self.document.public_id)

    def form(self, button: str, data: Any = None) -> forms.Form:
        """Return the form of one button; several stand on a page, so each marks its fields."""
        return self.forms_of[button](data, auto_id=f"{button}_%s")

    def show(
        self, filled: forms.Form | None = None, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Show the page; `filled` is the form that was refused, the others are empty."""
        page_forms = {button: self.form(button) for button in self.forms_of}
        for button, form in page_forms.items():
            if type(form) is type(filled):
                page_forms[button] = filled or form
        context = {
            "form": filled,
            "forms": page_forms,
            "task": self.task,
            "document": self.document,
            "revision": self.revision,
            "as_what": self.as_what,
            "step_title": self.title,
            "steps": standing.steps_of(self.document),
            "standing": standing.standing_of(self.document, at=self.at),
            "draft_file": self.revision.renditions.filter(stage=Stage.DRAFT).first(),
            "obstacles": standing.waits_for(self.document),
            "overtakes": overtaking.named(self.document),
            **self.context(),
            **more,
        }
        return render(self.request, self.template_name, context, status=status)

    def context(self) -> dict[str, Any]:
        """Return what this step's template needs beside the rest."""
        return {}

    def opinions(self) -> QuerySet[Review]:
        """Return what the departments said of the revision under way."""
        return self.revision.reviews.select_related("department", "by").order_by("pk")

    @property
    def official(self) -> Official:
        assert isinstance(self.request.user, Official)
        return self.request.user

    @property
    def document(self) -> Document:
        document = self.task.process.document
        assert isinstance(document, Document)
        return document

    @property
    def revision(self) -> Revision:
        return latest_revision(self.document)

    def _task(self, task_id: int) -> WorkTask:
        task = inbox.task_inside(self.official, task_id, on=vn_day(self.at))
        if task is None or task.step != self.step:
            raise Http404
        return task

    def _refused(self, refusal: Refusal) -> HttpResponse:
        self.task.refresh_from_db()  # somebody may have acted since the page was asked for
        status = 409 if isinstance(refusal, TaskClosed) else 403
        context = {
            "sentence": refusal.message,
            "document": self.document,
            "who": inbox.who_has(self.task, on=vn_day(self.at)) if self.task.is_open else "",
            "typed": self._typed(),
        }
        return render(self.request, "workflow/refused.html", context, status=status)

    def _typed(self) -> list[str]:
        """Return the sentences that came with a press that was refused; no PIN, no choice."""
        sent = self.request.POST
        form = self.forms_of.get(sent.get("do", ""), forms.Form)
        words = [
            name
            for name, field in form.base_fields.items()
            if isinstance(field.widget, forms.Textarea)
        ]
        remarks = sorted(name for name in sent if name.startswith("note-"))
        said = (sent.get(name, "").strip()[:LONGEST_OPINION] for name in (*words, *remarks))
        return [one for one in said if one]


class OpinionForm(forms.Form):
    """An opinion that may stay empty."""

    opinion = forms.CharField(
        label="Ý kiến",
        required=False,
        max_length=LONGEST_OPINION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why a document goes back; never empty."""

    reason = forms.CharField(
        label="Lý do trả lại", max_length=LONGEST_OPINION, widget=forms.Textarea(attrs={"rows": 3})
    )
