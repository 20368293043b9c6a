"""What the pages about dossiers ask of a request: who, which dossier, which documents."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from agencies import roles
from agencies.models import Agency, Duty, Official
from agencies.moments import vn_day
from documents import access
from documents.dossiers import dossiers_of
from documents.models import Document, Dossier

MOST: Final = 100  # documents that are put into a dossier at once


class ReopenForm(forms.Form):
    """Why a closed dossier is opened again."""

    use_required_attribute = False

    reason = forms.CharField(
        label="Lý do mở lại",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Mở lại hồ sơ thì phải nêu lý do.",
            "max_length": "Lý do dài nhất 1.000 chữ.",
        },
    )


def documents_asked(request: HttpRequest) -> list[Document]:
    """Return the documents named in the form, or the address, that the official may see."""
    keys = []
    for typed in (request.POST.getlist("van-ban") or request.GET.getlist("van-ban"))[:MOST]:
        try:
            keys.append(UUID(typed))
        except ValueError:
            continue
    seen = access.visible_to(official_of(request), on=vn_day(timezone.now()))
    return list(seen.filter(public_id__in=keys).select_related("register_entry").order_by("pk"))


def about(name: str, dossier: Dossier, documents: list[Document]) -> str:
    """Return the address of an act on some documents of a dossier."""
    keys = [("van-ban", str(one.public_id)) for one in documents]
    return f"{reverse(name, args=[dossier.pk])}?{urlencode(keys)}"


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else request.GET


def dossier_asked(official: Official, pk: int) -> Dossier:
    on = vn_day(timezone.now())
    dossier = (
        dossiers_of(official, on=on)
        .select_related("agency", "retention", "opened_by", "closed_by", "follows")
        .filter(pk=pk)
        .first()
    )
    if dossier is None:
        raise Http404
    return dossier


def agencies_of(official: Official) -> list[Agency]:
    held = roles.posts_held(official, on=vn_day(timezone.now()))
    return list({one.post.agency_id: one.post.agency for one in held}.values())


def is_archivist(request: HttpRequest, dossier: Dossier) -> bool:
    on = vn_day(timezone.now())
    return roles.has_duty(official_of(request), dossier.agency_id, Duty.ARCHIVE, on=on)


def official_of(request: HttpRequest) -> Official:
    assert isinstance(request.user, Official)
    return request.user
