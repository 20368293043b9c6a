"""The addresses that the pages about documents lead to, without the room above them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def a_page(request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(request.path)


urlpatterns = [
    path("", include("documents.urls")),
    path("", a_page, name="tray"),
    path("dang-nhap/", login_not_required(a_page), name="sign-in"),
    path("van-ban/<uuid:public_id>/", a_page, name="document"),
]
handler500 = "ui.mishaps.server_error"
