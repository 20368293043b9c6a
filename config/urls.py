"""Addresses, in Vietnamese without marks."""

from django.contrib.auth import views as auth
from django.urls import include, path

handler500 = "ui.mishaps.server_error"

urlpatterns = [
    path(
        "dang-nhap/",
        auth.LoginView.as_view(
            template_name="agencies/sign_in.html", redirect_authenticated_user=True
        ),
        name="sign-in",
    ),
    path("dang-xuat/", auth.LogoutView.as_view(), name="sign-out"),
    path("", include("documents.urls")),
    path("", include("workflow.urls")),
]
