"""Who is asked whether it lives and serves, answers quickly, to anybody, and tells no secret."""

import json
import re
import time

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config import figures, health
from documents import storage
from documents.models import FixityAudit, Restoration
from jobs import later
from local import ports
from tests import life


@pytest.fixture
def asked(monkeypatch):
    """Ask as a proxy does: by the machine's address, without an account; nothing is remembered."""
    monkeypatch.setattr(health, "FRESH", -1.0)

    def ask(path, **headers):
        return Client().get(path, headers={"host": "10.1.2.3", **headers})

    return ask


def test_a_living_process_says_so_without_asking_anything(asked):
    answer = asked("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"live": True})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("db", "objects")
def test_each_part_is_told_by_name(asked):
    answer = asked("/health/ready")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "ready": True,
            "parts": {"database": "ok", "migrations": "ok", "store": "ok", "workers": "away"},
        },
    )


@pytest.mark.usefixtures("db")
def test_a_store_that_is_away_is_told_and_takes_no_server_away(asked, settings):
    settings.S3_ENDPOINT = f"http://127.0.0.1:{ports.choose()}"
    storage._impatient_client.cache_clear()
    try:
        answer = asked("/health/ready")
    finally:
        storage._impatient_client.cache_clear()
    assert (answer.status_code, answer.json()["parts"]["store"]) == (200, "away")


def test_without_a_database_nothing_can_be_served(asked, monkeypatch, objects):
    monkeypatch.setattr(health, "_database", lambda: "away")
    answer = asked("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "parts": {"database": "away", "migrations": "unknown", "store": "ok", "workers": "unknown"},
    }


@pytest.mark.usefixtures("db", "objects")
def test_however_many_ask_the_parts_are_looked_at_once(monkeypatch):
    looks = []
    monkeypatch.setattr(health, "look", lambda: looks.append(time.monotonic()) or [])
    client = Client()
    assert [client.get("/health/ready").status_code for _ in range(5)] == [200] * 5
    assert len(looks) == 1


def test_figures_are_for_who_holds_the_token_and_there_are_none_without_one(asked, settings, db):
    passed_on = health.Health(lambda _: HttpResponse(status=404))
    assert passed_on(RequestFactory().get("/metrics")).status_code == 404
    settings.METRICS_TOKEN = "for-prometheus"
    assert asked("/metrics").status_code == 401
    assert asked("/metrics", authorization="Bearer for-prometheuS").status_code == 401
    assert asked("/metrics", authorization="Bearer for-prometheus").status_code == 200


def sample(text, name, **labels):
    return [
        one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.name == name and one.labels == labels
    ]


def test_the_figures_say_what_waits_and_what_is_owed(
    cast, cheap_files, django_assert_max_num_queries
):
    life.begin(cast).to("issue")
    later("archive", document_id=10**9)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '90 seconds'")
    now = timezone.now()
    FixityAudit.objects.create(begun_at=now, finished_at=now, objects_read=7)
    Restoration.objects.create(backup_at=now, restored_at=now)

    with django_assert_max_num_queries(figures.STATEMENTS):
        text = figures.text().decode()

    waiting = {"queue": "outside", "job": "archive", "state": "todo"}
    assert sample(text, "dauson_jobs", **waiting) == [2]
    assert sample(text, "dauson_jobs_oldest_seconds", **waiting)[0] >= 90
    assert sample(text, "dauson_documents", status="AWAITING_DISPATCH") == [1]
    assert sample(text, "dauson_signatures", level="T") == [2]
    assert sample(text, "dauson_debts", kind="timestamp") == [2]
    assert sample(text, "dauson_debts", kind="archive") == [1]
    assert sample(text, "dauson_debts", kind="lock") == [1]
    assert sample(text, "dauson_deliveries", state="PENDING") == [0]
    assert sample(text, "dauson_search_lag") == [0]
    assert sample(text, "dauson_credentials_expiring", when="soon") == [0]
    assert sample(text, "dauson_fixity_objects") == [7]
    assert sample(text, "dauson_fixity_faults") == [0]
    assert sample(text, "dauson_books_closed") == [1]
    assert sample(text, "dauson_backup_timestamp") == [], "there never was one"


def test_no_figure_names_a_person_or_a_document(cast, cheap_files):
    one = life.begin(cast).to("issue")
    text = figures.text().decode()
    names = [official.full_name for official in cast.everyone().values()]
    assert [
        name for name in (*names, one.document.subject, cast.clerk.username) if name in text
    ] == []
    assert not re.search(r"[0-9a-f]{32}", json.dumps(text))
