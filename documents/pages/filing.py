"""Opening a dossier, and putting documents into one; a closed one is asked about first."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views import View

from agencies.models import Agency
from agencies.moments import vn_day
from documents.actions import dossiers as acts
from documents.dossiers import dossiers_to_fill
from documents.errors import DossierCodeUsed
from documents.models import Dossier, RetentionClass
from documents.pages.dossier_requests import (
    ReopenForm,
    about,
    agencies_of,
    documents_asked,
    dossier_asked,
    is_archivist,
    official_of,
    sent,
)
from ui import undo
from ui.alphabet import sort_key
from ui.refusal import Refusal
from ui.typed import whole_number


class DossierForm(forms.Form):
    """What a dossier is opened with."""

    use_required_attribute = False

    agency = forms.ModelChoiceField(
        label="Cơ quan", queryset=Agency.objects.none(), empty_label=None
    )
    code = forms.CharField(
        label="Số, ký hiệu hồ sơ",
        max_length=20,
        help_text="Theo danh mục hồ sơ của cơ quan, như 01.TCCB.",
        error_messages={
            "required": "Hãy ghi số, ký hiệu hồ sơ.",
            "max_length": "Số, ký hiệu hồ sơ dài nhất 20 chữ.",
        },
    )
    title = forms.CharField(
        label="Tiêu đề hồ sơ",
        max_length=500,
        error_messages={
            "required": "Hãy ghi tiêu đề hồ sơ.",
            "max_length": "Tiêu đề hồ sơ dài nhất 500 chữ.",
        },
    )
    retention = forms.ModelChoiceField(
        label="Thời hạn bảo quản",
        queryset=RetentionClass.objects.order_by("-years", "pk"),
        required=False,
        empty_label="Chưa xác định",
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])
        if len(agencies) == 1:
            field.widget = forms.HiddenInput()
            field.initial = agencies[0].pk


class FilingForm(forms.Form):
    """Which dossier documents are put into."""

    use_required_attribute = False

    dossier = forms.ChoiceField(
        label="Hồ sơ",
        error_messages={
            "required": "Hãy chọn hồ sơ.",
            "invalid_choice": "Không có hồ sơ này; hãy chọn lại.",
        },
    )

    def __init__(self, *args: Any, dossiers: list[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dossier"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Chọn hồ sơ"),
            *(
                (str(one.pk), f"{one.name}{' (đã đóng)' if one.is_closed else ''}")
                for one in dossiers
            ),
        ]


class OpenDossier(View):
    """Open a dossier; as the sequel of a closed one, and with documents, where asked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        before = self._before(request)
        initial = (
            {"code": _next_code(before), "title": before.title, "retention": before.retention}
            if before
            else {}
        )
        return self._show(request, self._form(request, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, by, at = self._form(request, request.POST), official_of(request), timezone.now()
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            dossier, put = acts.start_with(
                form.cleaned_data["agency"],
                documents_asked(request),
                code=form.cleaned_data["code"],
                title=form.cleaned_data["title"],
                retention=form.cleaned_data["retention"],
                follows=self._before(request),
                by=by,
                at=at,
            )
        except DossierCodeUsed as refusal:
            form.add_error("code", refusal.message)
            return self._show(request, form, status=409)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._show(request, form, status=409)
        with_them = gettext(" và đưa vào %(n)s văn bản") % {"n": len(put)} if put else ""
        messages.success(
            request,
            gettext("Đã mở hồ sơ %(code)s%(with_them)s.")
            % {"code": dossier.code, "with_them": with_them},
        )
        return redirect("dossier", dossier.pk)

    def _form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> DossierForm:
        agencies = agencies_of(official_of(request))
        if not agencies:
            raise Http404
        return DossierForm(*args, agencies=agencies, **kwargs)

    def _before(self, request: HttpRequest) -> Dossier | None:
        key = sent(request).get("tiep-theo", "")
        return dossier_asked(official_of(request), whole_number(key) or 0) if key else None

    def _show(self, request: HttpRequest, form: DossierForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "before": self._before(request),
            "documents": documents_asked(request),
        }
        return render(request, "documents/open_dossier.html", context, status=status)


class FileDocuments(View):
    """Put documents into a dossier; a closed one is opened again first, or continued."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        by, at = official_of(request), timezone.now()
        form, documents = self._form(request, request.POST), documents_asked(request)
        if not form.is_valid() or not documents:
            return self._show(request, form, status=422)
        dossier = dossier_asked(by, int(form.cleaned_data["dossier"]))
        again = ReopenForm(request.POST if request.POST.get("do") == "reopen" else None)
        if dossier.is_closed and not again.is_valid():
            return self._show(request, form, closed=dossier, again=again, status=409)
        try:
            if dossier.is_closed:
                reason = again.cleaned_data["reason"]
                put = acts.reopen_with(dossier, documents, reason=reason, by=by, at=at)
            else:
                put = acts.put_in(dossier, documents, by=by, at=at)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            return self._show(request, form, status=409)
        there = len(documents) - len(put)
        told = gettext("Đã đưa %(n)s văn bản vào hồ sơ %(code)s.") % {
            "n": len(put),
            "code": dossier.code,
        }
        if there:
            told = gettext("%(told)s %(there)s văn bản đã có sẵn trong hồ sơ.") % {
                "told": told,
                "there": there,
            }
        if put:
            undo.offer(request, told, about("take-out-of-dossier", dossier, put))
        else:
            messages.success(request, told)
        return redirect("dossier", dossier.pk)

    def _form(self, request: HttpRequest, *args: Any) -> FilingForm:
        on = vn_day(timezone.now())
        if not agencies_of(official_of(request)):
            raise Http404
        mine = dossiers_to_fill(official_of(request), on=on)
        in_order = sorted(mine, key=lambda one: (one.is_closed, sort_key(one.name)))
        return FilingForm(*args, dossiers=in_order)

    def _show(
        self,
        request: HttpRequest,
        form: FilingForm,
        *,
        closed: Dossier | None = None,
        again: ReopenForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        documents = documents_asked(request)
        keys = [("van-ban", str(one.public_id)) for one in documents]
        sequel = [("tiep-theo", str(closed.pk)), *keys] if closed else []
        context = {
            "form": form,
            "documents": documents,
            "closed": closed,
            "again": again or ReopenForm(),
            "may_reopen": closed is not None and is_archivist(request, closed),
            "new_url": f"{reverse('open-dossier')}?{urlencode(keys)}",
            "sequel_url": f"{reverse('open-dossier')}?{urlencode(sequel)}",
        }
        return render(request, "documents/file_documents.html", context, status=status)


def _next_code(before: Dossier) -> str:
    """Propose the code of a sequel: 01.TCCB, 01.TCCB.2, 01.TCCB.3."""
    head, _, part = before.code.rpartition(".")
    if before.follows_id and part.isdecimal() and len(part) < 4:
        return f"{head}.{int(part) + 1}"
    return f"{before.code}.2"
