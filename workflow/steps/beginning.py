"""Beginning a document: by its kind and subject, or from a file in the draft format."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from agencies.models import Department, Duty, Official
from agencies.moments import vn_day
from agencies.roles import posts_held
from documents import signers
from documents.checking import body
from documents.models import DocumentKind
from documents.text import van_ban
from documents.text.van_ban import BadDraft
from ui.refusal import Refusal
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

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments
        self.fields["subject"].required = "file" not in self.files

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None:
            return None
        if not (file.name or "").lower().endswith(".json"):
            raise forms.ValidationError(ONLY_JSON)
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError("Tệp lớn hơn 10 MB.")
        return file


class NewDocument(View):
    """Begin a document in one's own unit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, NewForm(departments=self._departments(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewForm(request.POST, request.FILES, departments=self._departments(request))
        if not form.is_valid():
            return self._show(request, form, status=422)
        department, at = form.cleaned_data["department"], timezone.now()
        assert isinstance(request.user, Official)
        try:
            content = self._content(form, department)
            header = signers.header_for(content, agency=department.agency, on=vn_day(at))
            task = drafting.begin(
                department, content=content, header=header, by=request.user, at=at
            )
        except BadDraft as bad:
            place = "file" if form.cleaned_data["file"] else "subject"
            form.add_error(place, [problem.message for problem in bad.problems])
            return self._show(request, form, status=422)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._show(request, form, status=409)
        messages.success(request, "Đã lập văn bản, bản 1.")
        return redirect(inbox.address(task))

    def _content(self, form: NewForm, department: Department) -> van_ban.Content:
        if file := form.cleaned_data["file"]:
            return van_ban.read(file.read())
        today = vn_day(timezone.now())
        name, unit = department.agency.name_on(today), department.name_on(today)
        return van_ban.accept(
            {
                "schema": "vbhc/1",
                "type": form.cleaned_data["kind"],
                "issuer": {
                    "parent": name.parent_line or None,
                    "name": name.issuer_line,
                    "abbr": name.abbreviation,
                },
                "place": name.place,
                "subject": [{"s": " ".join(form.cleaned_data["subject"].split())}],
                "body": [{"t": "p", "x": [{"s": body.NOTHING_YET}]}],
                "recipients": [f"Lưu: VT, {unit.abbreviation}."],
            }
        )

    def _departments(self, request: HttpRequest) -> Any:
        assert isinstance(request.user, Official)
        held = posts_held(request.user, on=vn_day(timezone.now()))
        keys = [one.post.department_id for one in held if Duty.DRAFT in one.post.duties]
        if not keys:
            raise NotYourTurn("Chỉ người có nhiệm vụ soạn thảo mới lập được văn bản mới.")
        return Department.objects.filter(pk__in=[key for key in keys if key])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotYourTurn as refusal:
            context = {"sentence": refusal.message}
            return render(request, "workflow/refused.html", context, status=403)

    def _show(self, request: HttpRequest, form: NewForm, *, status: int = 200) -> HttpResponse:
        return render(request, "workflow/new_document.html", {"form": form}, status=status)
