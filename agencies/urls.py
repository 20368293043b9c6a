"""Addresses of the door, and of what officials see of their own sign-in."""

from django.urls import path

from agencies import sign_in
from agencies.pages import password, security, sessions

urlpatterns = [
    path("dang-nhap/", sign_in.SignIn.as_view(), name="sign-in"),
    path("dang-nhap/buoc-hai/", sign_in.SecondStep.as_view(), name="sign-in-second"),
    path("dang-nhap/khoa/", sign_in.sign_in_by_passkey, name="sign-in-passkey"),
    path("dang-nhap/khoa/thach-thuc/", sign_in.challenge, name="passkey-challenge"),
    path("tuy-chon/bao-mat/", security.security, name="security"),
    path("tuy-chon/bao-mat/xac-nhan/", security.confirm, name="confirm"),
    path("tuy-chon/bao-mat/ung-dung/", security.enrol_program, name="enrol-program"),
    path("tuy-chon/bao-mat/khoa/", security.enrol_passkey, name="enrol-passkey"),
    path("tuy-chon/bao-mat/khoa/thach-thuc/", security.passkey_to_make, name="passkey-to-make"),
    path("tuy-chon/phien/", sessions.list_sessions, name="sessions"),
    path("tuy-chon/mat-khau/", password.change_password, name="change-password"),
]
