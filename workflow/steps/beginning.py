"""Beginning a document: from nothing, from a file, from another document, or as an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.actions import pacing
from agencies.models import Department, Duty, Official
from agencies.moments import vn_day
from agencies.roles import posts_held
from documents import access, beginnings, importing, signers
from documents.actions.drafting import latest_revision
from documents.errors import NotFound, NotReceivedYet
from documents.importing import Brought
from documents.models import Document, DocumentKind, IncomingEntry, IncomingState, Status
from documents.text.van_ban import BadDraft, Content
from ui.refusal import Refusal
from ui.typed import whole_number
from workflow import inbox
from workflow.actions import drafting
from workflow.errors import NotYourTurn

# A little over the largest draft, so that the draft's own limit speaks.
LARGEST_FILE = 11 * 1024 * 1024
ONLY_JSON = "Chỉ nhận tệp .json theo định dạng vbhc/1; tệp Word hay PDF chưa nhận được."


class NewForm(forms.Form):
    """Kind and subject of a new document, or a file in the draft format."""

    use_required_attribute = False  # the browser cannot know that a file brings its own subject

    kind = forms.ChoiceField(label="Tên loại", choices=DocumentKind.choices)
    subject = forms.CharField(
        label="Trích yếu",
        max_length=500,
        help_text="Bỏ trống khi chọn tệp dự thảo.",
        error_messages={"required": "Hãy ghi trích yếu hoặc chọn tệp dự thảo."},
    )
    department = forms.ModelChoiceField(
        label="Đơn vị soạn thảo", queryset=Department.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label="Tệp dự thảo",
        required=False,
        help_text="Tệp .json theo định dạng vbhc/1; nội dung trong tệp thay cho trích yếu ở trên.",
        error_messages={"empty": "Tệp dự thảo không có nội dung."},
    )

    def __init__(
        self,
        *args: Any,
        departments: QuerySet[Department],
        takes_file: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments
        if takes_file:
            self.fields["subject"].required = "file" not in self.files
        else:
            del self.fields["file"]
            self.fields["subject"].help_text = ""

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if not (file.name or "").lower().endswith(".json"):
            raise forms.ValidationError(ONLY_JSON)
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError("Tệp lớn hơn 10 MB.")
        return file


@dataclass(frozen=True, slots=True)
class Source:
    """What a new document begins from: nothing, another document, or what it answers."""

    based_on: Document | None = None
    answers: IncomingEntry | None = None

    @property
    def is_given(self) -> bool:
        return self.based_on is not None or self.answers is not None

    @property
    def initial(self) -> dict[str, str]:
        """Return what the form says at first."""
        if self.answers is not None:
            subject = beginnings.subject_of_answer(self.answers)
            return {"kind": DocumentKind.REPORT, "subject": subject}
        if self.based_on is not None:
            return {"kind": self.based_on.kind, "subject": self.based_on.subject}
        return {}

    def content(self, department: Department, *, kind: str, subject: str, on: date) -> Content:
        """Return the first draft in a unit."""
        if self.answers is not None:
            return beginnings.answer_to(self.answers, department, kind=kind, subject=subject, on=on)
        if self.based_on is not None:
            return beginnings.from_document(
                latest_revision(self.based_on).content,
                department,
                kind=kind,
                subject=subject,
                own=self.based_on.agency_id == department.agency_id,
                on=on,
            )
        return beginnings.blank(department, kind=kind, subject=subject, on=on)


class NewDocument(View):
    """Begin a document in one's own unit; `?tu=` from another one, `?tra-loi=` an arrival."""

    at: datetime
    source: Source

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.at = timezone.now()
        self.on = vn_day(self.at)
        try:
            self.source = self._source()
            self.departments = self._departments()
            return super().dispatch(request, *args, **kwargs)
        except NotFound as refusal:
            raise Http404(refusal.message) from refusal
        except (NotYourTurn, NotReceivedYet) as refusal:
            context = {"sentence": refusal.message}
            status = 403 if isinstance(refusal, NotYourTurn) else 409
            return render(request, "workflow/refused.html", context, status=status)

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        department = form.cleaned_data["department"]
        try:
            brought = self._brought(form, department)
            content = brought.content
            header = signers.header_for(content, agency=department.agency, on=self.on)
            task = drafting.begin(
                department,
                content=content,
                header=header,
                brought=brought.pictures,
                by=self.official,
                at=self.at,
                answers=self.source.answers,
                based_on=self.source.based_on,
            )
        except BadDraft as bad:
            place = "file" if form.cleaned_data.get("file") else "subject"
            form.add_error(place, [problem.message for problem in bad.problems])
            return self._show(form, status=422)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._show(form, status=409)
        messages.success(request, "Đã lập văn bản, bản 1.")
        return redirect(inbox.address(task))

    @property
    def official(self) -> Official:
        assert isinstance(self.request.user, Official)
        return self.request.user

    def _form(self, *sent: Any) -> NewForm:
        return NewForm(
            *sent,
            departments=self.departments,
            takes_file=not self.source.is_given,
            initial=self.source.initial,
        )

    def _brought(self, form: NewForm, department: Department) -> Brought:
        if file := form.cleaned_data.get("file"):
            pacing.count_upload(self.official, at=self.at)
            return importing.read(file.read())
        content = self.source.content(
            department,
            kind=form.cleaned_data["kind"],
            subject=" ".join(form.cleaned_data["subject"].split()),
            on=self.on,
        )
        return Brought(content, ())

    def _source(self) -> Source:
        """Return what the address names; what the official may not see is not there."""
        query = self.request.GET
        if "tu" in query:
            return Source(based_on=self._document(query["tu"]))
        if "tra-loi" in query:
            return Source(answers=self._arrival(whole_number(query["tra-loi"]) or 0))
        return Source()

    def _document(self, written: str) -> Document:
        try:
            public_id = UUID(written)
        except ValueError as fault:
            raise NotFound from fault
        return access.document_for(self.official, public_id, on=self.on)

    def _arrival(self, key: int) -> IncomingEntry:
        entries = access.incoming_for(self.official, on=self.on).filter(pk=key)
        entry = entries.select_related("document", "agency").first()
        if entry is None:
            raise NotFound
        if entry.state != IncomingState.RECEIVED:
            raise NotReceivedYet("Văn bản chưa vào sổ nên chưa trả lời được; hãy tiếp nhận trước.")
        return entry

    def _departments(self) -> QuerySet[Department]:
        held = posts_held(self.official, on=self.on)
        answers = self.source.answers
        keys = [
            one.post.department_id
            for one in held
            if Duty.DRAFT in one.post.duties
            and one.post.department_id
            and (answers is None or one.post.agency_id == answers.agency_id)
        ]
        if not keys:
            raise NotYourTurn("Chỉ người có nhiệm vụ soạn thảo mới lập được văn bản mới.")
        return Department.objects.filter(pk__in=keys)

    def _show(self, form: NewForm, *, status: int = 200) -> HttpResponse:
        under_way = self._answers_under_way() if self.source.answers else []
        context = {"form": form, "source": self.source, "under_way": under_way}
        return render(self.request, "workflow/new_document.html", context, status=status)

    def _answers_under_way(self) -> list[Document]:
        """Return what the official may see that answers the same arrival already."""
        seen = access.visible_to(self.official, on=self.on).filter(answers=self.source.answers)
        return list(seen.exclude(status=Status.CANCELLED).order_by("pk"))
