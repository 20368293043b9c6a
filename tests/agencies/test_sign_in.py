import pytest

from agencies import sign_in
from agencies.errors import TooManyTries
from agencies.models import Official

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-dai"


@pytest.fixture(autouse=True)
def official():
    return Official.objects.create_user("soan", PASSWORD, full_name="Trần Thị Soạn")


def enter(client, name="soan", password=PASSWORD, **more):
    return client.post("/dang-nhap/", {"username": name, "password": password}, **more)


def test_the_right_password_signs_in(client):
    assert enter(client).status_code == 302


def test_after_five_wrong_ones_the_right_one_is_refused_too(client):
    assert [enter(client, password="sai").status_code for _ in range(6)] == [200] * 5 + [429]
    refused = enter(client)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert TooManyTries.message in refused.content.decode()


def test_nobody_is_locked_out_by_wrong_passwords_from_elsewhere(client):
    assert [enter(client, password="sai").status_code for _ in range(6)] == [200] * 5 + [429]
    assert enter(client, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_name_is_guarded_against_very_many_guesses_from_anywhere(client, monkeypatch):
    monkeypatch.setattr(sign_in, "OF_A_NAME", 7)
    for n in range(7):
        assert enter(client, password="sai", REMOTE_ADDR=f"192.0.2.{n}").status_code == 200
    assert enter(client, name="SOAN", REMOTE_ADDR="192.0.2.99").status_code == 429


def test_the_right_password_gives_all_tries_back(client):
    for _ in range(2):
        assert [enter(client, password="sai").status_code for _ in range(4)] == [200] * 4
        assert enter(client).status_code == 302
        client.logout()


def test_an_address_that_tries_many_names_is_slowed_and_no_other(client, monkeypatch):
    monkeypatch.setattr(sign_in, "OF_AN_ADDRESS", 3)
    for n in range(3):
        assert enter(client, name=f"ai{n}").status_code == 200
    assert enter(client).status_code == 429
    assert enter(client, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_an_empty_form_is_no_try(client):
    for _ in range(6):
        assert enter(client, password="").status_code == 200
    assert enter(client).status_code == 302
