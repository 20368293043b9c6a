"""Addresses of the door, and of what officials see of their own sign-in."""

from django.urls import path

from agencies import sign_in
from agencies.pages import password, security, sessions
from agencies.pages.administration import delegations, mandates, overview, people, units

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
    path("quan-tri/", overview.Overview.as_view(), name="administration"),
    path("quan-tri/nhat-ky/", overview.Journal.as_view(), name="agency-journal"),
    path("quan-tri/uy-quyen/", delegations.Delegations.as_view(), name="delegations"),
    path(
        "quan-tri/uy-quyen/<int:pk>/ket-thuc/",
        delegations.EndDelegation.as_view(),
        name="end-delegation",
    ),
    path("quan-tri/nguoi-dung/", people.People.as_view(), name="people"),
    path("quan-tri/nguoi-dung/<uuid:public_id>/", people.OnePerson.as_view(), name="person"),
    path("quan-tri/don-vi/", units.Units.as_view(), name="units"),
    path("quan-tri/don-vi/<int:pk>/", units.OneUnit.as_view(), name="unit"),
    path("quan-tri/chuc-vu/<int:pk>/", units.OnePost.as_view(), name="post"),
    path("quan-tri/quyen-ky/", mandates.Mandates.as_view(), name="mandates"),
    path("quan-tri/quyen-ky/<int:pk>/ket-thuc/", mandates.EndMandate.as_view(), name="end-mandate"),
]
