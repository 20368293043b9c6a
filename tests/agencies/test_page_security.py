import re
from base64 import b32decode
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies import sessions, step_up
from agencies.actions import second_factors
from agencies.errors import ConfirmFirst, EnrolFirst
from agencies.models import ApiToken, Official, Passkey, Session
from tests.agencies.device import Device
from tests.agencies.test_second_factors import code_at

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-dai"
SECRET = bytes(range(20))


@pytest.fixture
def official():
    return Official.objects.create_user("ky", PASSWORD, full_name="Nguyễn Văn Ký")


@pytest.fixture
def paper(official):
    then = timezone.now() - timedelta(days=1)
    return second_factors.enrol_program(official, secret=SECRET, code=code_at(then), at=then)


def enter(client, password=PASSWORD, **more):
    return client.post("/dang-nhap/", {"username": "ky", "password": password, **more})


def now_showing(secret=SECRET):
    return code_at(timezone.now(), secret)


def test_who_has_no_second_factor_is_in_with_the_password(client, official):
    assert enter(client)["Location"] == "/dau-ngay/"


def test_with_a_second_factor_the_password_alone_opens_nothing(client, official, paper):
    assert enter(client, next="/tuy-chon/")["Location"] == "/dang-nhap/buoc-hai/"
    assert client.get("/tuy-chon/").status_code == 302
    wrong = client.post("/dang-nhap/buoc-hai/", {"code": "000000"})
    assert (wrong.status_code, client.get("/tuy-chon/").status_code) == (422, 302)
    right = client.post("/dang-nhap/buoc-hai/", {"code": now_showing()})
    assert (right["Location"], client.get("/tuy-chon/").status_code) == ("/tuy-chon/", 200)


def test_a_code_on_paper_signs_in_too(client, official, paper):
    enter(client)
    assert client.post("/dang-nhap/buoc-hai/", {"code": paper[3]})["Location"] == "/dau-ngay/"


def test_codes_cannot_be_guessed_at_the_door(client, official, paper):
    enter(client)
    wrong = [client.post("/dang-nhap/buoc-hai/", {"code": "1"}).status_code for _ in range(6)]
    right = client.post("/dang-nhap/buoc-hai/", {"code": now_showing()})
    assert (wrong, right.status_code, right["Retry-After"]) == ([422] * 5 + [429], 429, "600")


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_who_is_half_way_goes_no_further_when_the_account_changes(client, official, paper, change):
    enter(client)
    Official.objects.update(**change)
    assert client.post("/dang-nhap/buoc-hai/", {"code": now_showing()})["Location"] == "/dang-nhap/"


def test_nobody_comes_to_the_second_step_without_the_first(client, official, paper):
    assert client.get("/dang-nhap/buoc-hai/")["Location"] == "/dang-nhap/"
    answer = client.post("/dang-nhap/buoc-hai/", {"code": now_showing()})
    assert (answer["Location"], client.get("/tuy-chon/").status_code) == ("/dang-nhap/", 302)


def test_the_steps_are_five_minutes_apart_at_most(client, official, paper, monkeypatch):
    enter(client)
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/dang-nhap/buoc-hai/")["Location"] == "/dang-nhap/"


def enrolled_device(client):
    client.post("/tuy-chon/bao-mat/xac-nhan/", {"password": PASSWORD})
    device = Device()
    answer = device.make(client.post("/tuy-chon/bao-mat/khoa/thach-thuc/").json())
    made = client.post("/tuy-chon/bao-mat/khoa/", {"name": "Máy ở cơ quan", "passkey": answer})
    return device, made


def test_a_passkey_alone_signs_in_and_leads_nowhere_else(client, official):
    enter(client)
    device, made = enrolled_device(client)
    assert len(re.findall(r"<li><code>", made.content.decode())) == 10
    for wanted, led in (("/tuy-chon/", "/tuy-chon/"), ("https://example.com/", "/dau-ngay/")):
        stranger = Client()
        answer = device.show(stranger.post("/dang-nhap/khoa/thach-thuc/").json())
        entered = stranger.post("/dang-nhap/khoa/", {"passkey": answer, "next": wanted})
        assert (entered["Location"], stranger.get("/tuy-chon/").status_code) == (led, 200)


def test_a_stolen_answer_of_a_passkey_signs_nobody_in_twice(client, official):
    enter(client)
    device, _ = enrolled_device(client)
    owner, thief = Client(), Client()
    answer = device.show(owner.post("/dang-nhap/khoa/thach-thuc/").json())
    owner.post("/dang-nhap/khoa/", {"passkey": answer})
    thief.post("/dang-nhap/khoa/thach-thuc/")
    refused = thief.post("/dang-nhap/khoa/", {"passkey": answer})
    assert (refused.status_code, thief.get("/tuy-chon/").status_code) == (422, 302)


ADDED = ("/tuy-chon/bao-mat/ung-dung/", "/tuy-chon/bao-mat/khoa/")


@pytest.mark.parametrize("added", ADDED)
def test_nothing_is_added_before_the_password_is_given_again(client, official, added):
    enter(client)
    asked = client.get(added)
    assert asked["Location"].startswith("/tuy-chon/bao-mat/xac-nhan/?tiep=")
    wrong = client.post("/tuy-chon/bao-mat/xac-nhan/", {"password": "sai", "tiep": added})
    right = client.post("/tuy-chon/bao-mat/xac-nhan/", {"password": PASSWORD, "tiep": added})
    assert (wrong.status_code, right["Location"]) == (422, added)
    assert client.get(added).status_code == 200


def test_nothing_is_changed_by_the_password_once_there_is_a_factor(client, official, paper):
    client.force_login(official)
    client.post("/tuy-chon/bao-mat/xac-nhan/", {"password": PASSWORD})
    for do in ("remove_program", "renew"):
        refused = client.post("/tuy-chon/bao-mat/", {"do": do})
        assert refused["Location"].startswith("/tuy-chon/bao-mat/xac-nhan/")
    assert second_factors.codes_left(official) == 10
    client.post("/tuy-chon/bao-mat/xac-nhan/", {"code": now_showing()})
    client.post("/tuy-chon/bao-mat/", {"do": "remove_program"})
    assert not second_factors.is_enrolled(official)


def test_nobody_removes_the_passkey_of_another(client, official, paper):
    other = Official.objects.create_user("khac", PASSWORD, full_name="Vũ Thị Khác")
    theirs = Passkey.objects.create(
        official=other, name="Máy", credential_id=b"1", attested=b"", enrolled_at=timezone.now()
    )
    client.force_login(official)
    client.post("/tuy-chon/bao-mat/xac-nhan/", {"code": now_showing()})
    client.post("/tuy-chon/bao-mat/", {"do": "remove_passkey", "passkey": theirs.pk})
    assert other.passkeys.count() == 1


def test_a_program_is_enrolled_by_the_code_that_it_shows(client, official):
    enter(client)
    client.post("/tuy-chon/bao-mat/xac-nhan/", {"password": PASSWORD})
    page, again = (client.get(ADDED[0]).content.decode() for _ in range(2))
    written, same = (
        re.search(r'id="day-chu">([A-Z2-7 ]+)<', one).group(1) for one in (page, again)
    )
    assert written == same  # reading the page makes no other secret
    secret = b32decode(written.replace(" ", ""))
    wrong = client.post(ADDED[0], {"code": "000000"})
    right = client.post(ADDED[0], {"code": now_showing(secret)})
    assert (wrong.status_code, right.status_code) == (422, 200)
    assert "no-store" in right["Cache-Control"]
    assert len(re.findall(r"<li><code>", right.content.decode())) == 10


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com", "javascript:1"])
def test_the_page_that_confirms_leads_nowhere_else(client, official, paper, wanted):
    client.force_login(official)
    sent = {"code": now_showing(), "tiep": wanted}
    assert client.post("/tuy-chon/bao-mat/xac-nhan/", sent)["Location"] == "/tuy-chon/bao-mat/"


def test_sessions_say_where_and_end_one_by_one_or_all_others(client, official):
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    browsers = [Client(HTTP_USER_AGENT=firefox, REMOTE_ADDR=f"192.0.2.{n}") for n in range(4)]
    for browser in browsers:
        enter(browser)
    mine, second, *_ = browsers
    page = mine.get("/tuy-chon/phien/").content.decode()
    assert re.findall(r"<b>([^<]+)</b> · ([\d.]+)", page) == [
        ("Firefox, Linux", f"192.0.2.{n}") for n in (3, 2, 1, 0)
    ]
    key = mine.cookies["sessionid"].value
    assert (key in page, Session.objects.filter(pk=key).exists()) == (False, False)
    ended = Session.objects.get(address="192.0.2.1")
    mine.post("/tuy-chon/phien/", {"do": "end", "session": ended.public_id})
    assert [one.get("/tuy-chon/").status_code for one in browsers] == [200, 302, 200, 200]
    mine.post("/tuy-chon/phien/", {"do": "end_others"})
    assert [one.get("/tuy-chon/").status_code for one in browsers] == [200, 302, 302, 302]
    assert second.get("/tuy-chon/phien/").status_code == 302


@pytest.mark.parametrize("session", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_nobody_ends_the_session_of_another_nor_fails_at_rubbish(client, official, session):
    other = Official.objects.create_user("khac", PASSWORD, full_name="Vũ Thị Khác")
    theirs = Client()
    theirs.force_login(other)
    client.force_login(official)
    for public_id in (session, Session.objects.get(official=other).public_id):
        sent = {"do": "end", "session": public_id}
        assert client.post("/tuy-chon/phien/", sent)["Location"] == "/tuy-chon/phien/"
    assert theirs.get("/tuy-chon/").status_code == 200


def test_when_a_session_was_used_is_noted_every_five_minutes(client, official):
    client.force_login(official)
    kept = Session.objects.get()
    client.get("/tuy-chon/")
    assert Session.objects.get().seen_at == kept.seen_at
    Session.objects.update(seen_at=kept.seen_at - sessions.OFTEN_ENOUGH)
    client.get("/tuy-chon/", REMOTE_ADDR="192.0.2.9")
    noted = Session.objects.get()
    assert (noted.seen_at > kept.seen_at, noted.address) == (True, "192.0.2.9")
    assert noted.begun_at == kept.begun_at


def change(client, **typed):
    new = "mot-cau-that-dai-khac"
    return client.post(
        "/tuy-chon/mat-khau/", {"current": PASSWORD, "new": new, "again": new} | typed
    )


def test_a_changed_password_ends_every_other_session_and_not_this(client, official):
    elsewhere = Client()
    for browser in (client, elsewhere):
        enter(browser)
    assert change(client)["Location"] == "/tuy-chon/bao-mat/"
    assert [one.get("/tuy-chon/").status_code for one in (client, elsewhere)] == [200, 302]
    assert (enter(Client()).status_code, enter(Client(), "mot-cau-that-dai-khac").status_code) == (
        200,
        302,
    )


@pytest.mark.parametrize(
    "typed", [{"current": "sai"}, {"again": "khác"}, {"new": "", "again": ""}, {"current": ""}]
)
def test_a_password_is_changed_only_by_who_knows_it_and_types_it_twice(client, official, typed):
    enter(client)
    assert change(client, **typed).status_code == 422
    official.refresh_from_db()
    assert official.check_password(PASSWORD)


def test_the_present_password_cannot_be_guessed_here_either(client, official):
    client.force_login(official)
    for _ in range(5):
        assert change(client, current="sai").status_code == 422
    assert "Đã nhập sai mật khẩu quá nhiều lần" in change(client).content.decode()
    official.refresh_from_db()
    assert official.check_password(PASSWORD)


def asked(rf, client, official, **sent):
    request = rf.post("/", sent)
    request.user, request.session = official, client.session
    return request


def test_who_must_have_a_second_factor_is_told_to_enrol_one(rf, client, official, settings):
    client.force_login(official)
    at = timezone.now()
    assert step_up.need(asked(rf, client, official), at=at) == step_up.Need.NOTHING
    settings.SECOND_FACTOR_REQUIRED = True
    with pytest.raises(EnrolFirst):
        step_up.require(asked(rf, client, official), at=at)


def test_a_confirmation_holds_for_as_long_as_the_setting_says(
    rf, client, official, paper, settings
):
    settings.STEP_UP_MINUTES = 10
    client.force_login(official)
    at = timezone.now()
    request = asked(rf, client, official, code=now_showing())
    step_up.require(request, at=at)
    request.POST = {}
    step_up.require(request, at=at + timedelta(minutes=10))
    for wrong in (timedelta(minutes=11), -timedelta(seconds=1)):
        with pytest.raises(ConfirmFirst):
            step_up.require(request, at=at + wrong)


def test_the_password_given_again_is_no_second_factor(rf, client, official, paper):
    client.force_login(official)
    request = asked(rf, client, official)
    step_up.confirmed(request, how="password", at=timezone.now())
    with pytest.raises(ConfirmFirst):
        step_up.require(request, at=timezone.now())


def make_token(client, **more):
    sent = {"name": "Máy", "scopes": ["read", "sign"], "days": "30"}
    return client.post("/tuy-chon/ma-truy-cap/", sent | more)


def test_a_token_that_signs_is_made_by_who_shows_a_second_factor(client, official, paper):
    client.force_login(official)
    refused = make_token(client)
    assert (refused.status_code, 'value="Máy"' in refused.content.decode()) == (409, True)
    assert ('name="code"' in refused.content.decode(), ApiToken.objects.count()) == (True, 0)
    assert make_token(client, scopes=["read"]).status_code == 200
    assert make_token(client, name="Máy ký", code=now_showing()).status_code == 200
    assert ApiToken.objects.count() == 2


def test_a_page_of_an_official_is_kept_by_no_cache_that_others_share(client, official):
    assert "Cache-Control" not in client.get("/xac-thuc/").headers
    client.force_login(official)
    assert client.get("/tuy-chon/")["Cache-Control"] == "private, no-cache"


def test_sessions_that_ended_by_themselves_are_forgotten(client, official):
    client.force_login(official)
    Client().force_login(official)
    sessions.forget_expired()
    assert Session.objects.count() == 2
    Session.objects.filter(pk=Session.objects.first().pk).update(expire_date=timezone.now())
    sessions.forget_expired()
    assert Session.objects.count() == 1
