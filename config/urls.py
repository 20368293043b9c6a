"""Addresses, in Vietnamese without marks."""

from django.contrib.auth import views as auth
from django.urls import include, path

from agencies.pages import tokens
from agencies.preferences import preferences
from config import api, api_guide, guide
from config.security_txt import security_txt

handler400 = "ui.mishaps.bad_request"
handler500 = "ui.mishaps.server_error"

urlpatterns = [
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="sign-out"),
    path("tuy-chon/", preferences, name="preferences"),
    path("tuy-chon/ma-truy-cap/", tokens.list_tokens, name="api-tokens"),
    path("tuy-chon/ma-truy-cap/<int:pk>/thu-hoi/", tokens.revoke_token, name="revoke-api-token"),
    path("", include("agencies.urls")),
    path("huong-dan/", guide.guide, name="guide"),
    path("huong-dan/<slug:name>/", guide.guide, name="guide-page"),
    path("huong-dan/hinh/<slug:name>.png", guide.picture, name="guide-picture"),
    path("api/", api_guide.api_guide, name="api-guide"),
    path("api/v1/", include(api.urls)),
    path("", include("documents.urls")),
    path("", include("workflow.urls")),
    path("", include("exchange.urls")),
]
