"""One reference a request: in its answer, its log, its jobs, and on the page of a mishap."""

import json
import logging
import re

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import path
from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.testing import InMemoryConnector

from config import logs
from jobs import errand, later
from jobs.queue import UNDER, bind
from tests.jobs_now import waiting_jobs

REFERENCE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


def test_every_answer_names_its_reference_and_each_another():
    names = [Client().get("/health/live").headers["X-Request-ID"] for _ in range(2)]
    assert all(re.fullmatch(REFERENCE, name) for name in names)
    assert names[0] != names[1]


@pytest.mark.parametrize(
    ("proxies", "given", "believed"),
    [
        (1, "b7ad6b7169203331", True),
        (0, "b7ad6b7169203331", False),
        (1, "short", False),
        (1, "with blanks in it", False),
        (1, "a" * 65, False),
        (1, "<script>alert(1)</script>", False),
    ],
)
def test_only_a_proxy_of_ours_names_a_request_and_only_well(settings, proxies, given, believed):
    settings.TRUSTED_PROXY_COUNT = proxies
    answer = Client().get("/health/live", headers={"x-request-id": given})
    assert (answer.headers["X-Request-ID"] == given) is believed


def falls(_request):
    raise DatabaseError("mật khẩu của 'Trần Thị Soạn' là «246810»\nDETAIL:  Key (pin)=(246810)")


urlpatterns = [path("hong/", falls)]
handler400 = "ui.mishaps.bad_request"
handler500 = "ui.mishaps.server_error"


@pytest.mark.urls(__name__)
def test_the_page_of_a_mishap_tells_the_reference_under_which_the_log_tells_it(caplog):
    page = Client(raise_request_exception=False).get("/hong/")
    name = page.headers["X-Request-ID"]
    assert page.status_code == 500
    assert f"Mã sự cố: <code>{name}</code>" in page.content.decode()


def test_a_page_that_refuses_tells_it_too():
    wrong = Client().get("/dang-nhap/", headers={"host": "another.example"})
    assert (wrong.status_code, "Mã sự cố" in wrong.content.decode()) == (400, True)


def test_a_line_tells_an_error_by_kind_and_place_and_quotes_nobody():
    try:
        falls(None)
    except DatabaseError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "failed", None, (type(error), error, error.__traceback__)
        )
    token = errand.reference.set("7F3K-91QD-4M2P")
    try:
        line = logs.JsonLines().format(record)
    finally:
        errand.reference.reset(token)

    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "x", "failed")
    assert told["reference"] == "7F3K-91QD-4M2P"
    assert told["error"][0]["kind"] == "django.db.utils.DatabaseError"
    assert told["error"][0]["says"] == "mật khẩu của … là …"
    assert told["error"][0]["where"][-1].endswith(" falls")
    assert [secret for secret in ("246810", "Soạn") if secret in line] == []


def test_an_answer_is_noted_by_its_pattern_and_by_no_name(db, caplog, signed_in, cast):
    with caplog.at_level(logging.INFO, "config.tracing"):
        signed_in(cast.clerk).get("/huong-dan/van-thu/?q=bí+mật")
    facts = caplog.records[-1].facts
    assert {name: facts[name] for name in ("method", "route", "status")} == {
        "method": "GET",
        "route": "huong-dan/<slug:name>/",
        "status": 200,
    }
    assert facts["official"] in ("", str(cast.clerk.public_id))


def test_a_job_is_done_under_the_reference_of_who_asked_for_it(committed):

    token = errand.reference.set("7F3K-91QD-4M2P")
    try:
        later("archive", document_id=10**9)
    finally:
        errand.reference.reset(token)
    later("archive", document_id=10**9)

    assert waiting_jobs() == ["archive"], "still one job, whoever asks for it"
    assert ProcrastinateJob.objects.get().args == {"document_id": 10**9, UNDER: "7F3K-91QD-4M2P"}

    seen = []
    jobs = App(connector=InMemoryConnector())
    bind(jobs, {"note": lambda n: seen.append((n, errand.reference.get()))}, periodic={})
    jobs.tasks["note"](n=3, **{UNDER: "7F3K-91QD-4M2P"})
    jobs.tasks["note"](n=4)
    assert seen == [(3, "7F3K-91QD-4M2P"), (4, "")]
