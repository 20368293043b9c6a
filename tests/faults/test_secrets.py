"""After a whole life with wrong PINs and broken parts, no secret stands where people can read."""

import logging
import re
from base64 import b32encode
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import connection
from django.utils import timezone

from agencies.actions import credentials, second_factors, tokens
from agencies.models import Credential, Scope
from config.logs import JsonLines
from documents import storage
from documents.errors import StoreUnavailable
from tests import life
from tests.agencies.test_second_factors import SECRET, code_at
from tests.cast import PASSWORD, PIN
from tests.jobs_now import run_jobs
from tests.workflow.test_signing_tray import sent
from workflow.actions import signing

WRONG_PIN, WRONG_PASSWORD = "975313579", "mot-mat-khau-sai-hoan-toan"
TYPED_AS_NAME = "mat-khau-go-nham-vao-o-ten"


class Told(logging.Handler):
    """Everything that would be written to the log, as it would be written, at any level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def told():
    handler, root = Told(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def tables():
    """Return every row of every table as PostgreSQL writes it, bytes in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            for (row,) in cursor.fetchall():
                yield f"{name}: {row}"


def private_keys():
    """Return the keys of all credentials as they are when they sign: in PEM, DER and bare."""
    for credential in Credential.objects.all():
        key = credentials.unlock(credential, pin=PIN, at=timezone.now()).key
        for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER):
            written = key.private_bytes(
                encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            yield written.hex() if encoding is serialization.Encoding.DER else written.decode()
        numbers = key.private_numbers()
        yield f"{getattr(numbers, 'd', None) or numbers.private_value:x}"


def found(secrets, texts):
    """Return which secrets stand in which text, as words of their own."""
    wanted = {
        name: re.compile(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])")
        for name, secret in secrets.items()
    }
    return sorted(
        {
            (name, text[:60])
            for text in texts
            for name, one in wanted.items()
            if (secrets[name] in text if len(secrets[name]) > 16 else one.search(text))
        }
    )


def try_wrongly(browser, report, cast):
    """Sign in and sign with what is wrong, and while parts are broken; return the answers."""
    browser.raise_request_exception = False
    answers = [
        browser.post("/dang-nhap/", {"username": "truongban", "password": WRONG_PASSWORD}),
        browser.post("/dang-nhap/", {"username": TYPED_AS_NAME, "password": PASSWORD}),
        browser.post("/dang-nhap/", {"username": "truongban", "password": PASSWORD}),
        browser.post("/dang-nhap/buoc-hai/", {"code": WRONG_PIN}),
        browser.post("/dang-nhap/buoc-hai/", {"code": code_at(timezone.now(), SECRET)}),
        browser.post("/ky/tap/", sent(report, pin=WRONG_PIN, key=uuid4())),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "sign_many", broken)
        answers.append(browser.post("/ky/tap/", sent(report, key=uuid4())))
        patch.setattr(storage, "read", away)
        file = report.document.revisions.get().renditions.first()
        url = f"/van-ban/{report.document.public_id}/tep/{file.pk}.pdf"
        answers.append(browser.get(url))
    answers.append(browser.post("/tuy-chon/mat-khau/", {"current": WRONG_PASSWORD, "new": PIN}))
    return answers


def broken(chosen, *, pin, **_):
    raise RuntimeError("a fault of ours, with a PIN among the arguments")


def away(*_, **__):
    raise StoreUnavailable


@pytest.mark.django_db
def test_no_secret_stands_in_log_table_or_page(cast, signed_in, client, told):
    then = timezone.now() - timedelta(days=1)
    paper = second_factors.enrol_program(
        cast.leader, secret=SECRET, code=code_at(then, SECRET), at=then
    )
    _, bearer = tokens.make(cast.leader, name="Máy", scopes=[Scope.READ], days=1, at=timezone.now())
    report = life.begin(cast).to("sign")
    answers = try_wrongly(client, report, cast)
    report.sign()
    report.seal()
    report.issue()
    report.receive()
    run_jobs()
    clerk = signed_in(cast.clerk)
    page = f"/van-ban/{report.document.public_id}/"
    for browser in (client, clerk):
        for url in ("/", "/ky/", "/van-thu/", page, "/tuy-chon/phien/", "/tuy-chon/bao-mat/", "/x"):
            answers.append(browser.get(url, follow=True))
    for bearing in (bearer, bearer + "x"):
        header = {"HTTP_AUTHORIZATION": f"Bearer {bearing}"}
        answers += [clerk.get(url, **header) for url in ("/api/v1/documents", "/api/v1/nowhere")]

    statuses = [one.status_code for one in answers]
    assert statuses[:9] == [200, 200, 302, 422, 302, 409, 500, 503, 422]
    secrets = {
        "password": PASSWORD,
        "wrong password": WRONG_PASSWORD,
        "PIN": PIN,
        "wrong PIN": WRONG_PIN,
        "KEY_SECRET": settings.KEY_SECRET,
        "SECRET_KEY": settings.SECRET_KEY,
        "S3_SECRET_KEY": settings.S3_SECRET_KEY,
        "secret of codes": SECRET.hex(),
        "secret of codes, as typed": b32encode(SECRET).decode(),
        "token": bearer,
        **{f"recovery code {n}": code for n, code in enumerate(paper)},
        **{f"recovery code {n}, bare": c.replace("-", "") for n, c in enumerate(paper)},
        **{f"session {n}": one.cookies["sessionid"].value for n, one in enumerate((client, clerk))},
        **{f"private key {n}": key for n, key in enumerate(private_keys())},
    }
    assert all(secrets.values())
    pages = [
        f"{one.request['PATH_INFO']}: {one.content.decode(errors='replace')}"
        for one in answers
        if not one.streaming
    ]
    assert len(told) > 5
    assert found(secrets, pages) == []
    secrets["password typed as a name"] = TYPED_AS_NAME  # its own page shows it to who typed it
    assert found(secrets, told) == []
    assert found(secrets, tables()) == []
    # The search itself finds what stands there.
    assert found(secrets, [f"pin={PIN}", bearer]) == [("PIN", f"pin={PIN}"), ("token", bearer[:60])]
