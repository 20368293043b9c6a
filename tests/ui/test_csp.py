import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from ui.csp import PAGE, PDF, StrictCSPMiddleware


def answered(response: HttpResponse) -> HttpResponseBase:
    return StrictCSPMiddleware(lambda _request: response)(RequestFactory().get("/"))


def test_a_page_runs_no_code_of_its_own_and_none_from_elsewhere():
    policy = answered(HttpResponse("…"))["Content-Security-Policy"]
    assert policy == PAGE
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_pdf_may_be_shown_by_the_browsers_own_viewer():
    response = answered(HttpResponse(b"%PDF", content_type="application/pdf"))
    assert response["Content-Security-Policy"] == PDF
    assert "script-src" not in PDF


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_an_answer_says_what_browsers_must_not_do(header, value):
    assert answered(HttpResponse())[header] == value


def test_no_page_may_watch_or_locate_the_reader():
    allowed = answered(HttpResponse())["Permissions-Policy"]
    assert allowed.startswith("camera=(), display-capture=(), geolocation=(), microphone=()")


def test_a_view_that_set_its_own_policy_keeps_it():
    response = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    assert answered(response)["Content-Security-Policy"] == "sandbox"
