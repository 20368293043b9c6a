from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from django.utils import timezone

from agencies.actions import calls, tokens
from agencies.errors import (
    KeyUsedOtherwise,
    SameCallUnderWay,
    TokenDead,
    TokenNameUsed,
    TooManyCalls,
    TooManyTokens,
)
from agencies.models import ApiCall, ApiToken, Official, Scope
from tests.together import refusals, together

NOW = timezone.now()
MAC = "0" * 64


@pytest.fixture
def official(db):
    return Official.objects.create_user("nguoidung", full_name="Người Dùng")


def made(official, *, name="Máy chủ", at=NOW, days=30):
    return tokens.make(official, name=name, scopes=[Scope.SIGN, Scope.READ], days=days, at=at)


def test_of_a_token_only_the_hash_and_the_beginning_are_kept(official):
    token, secret = made(official)
    kept = {str(value) for value in ApiToken.objects.values().get(pk=token.pk).values()}
    assert [one for one in kept if secret in one or secret[-20:] in one] == []
    assert (token.prefix, token.scopes) == (secret[:15], ["read", "sign"])


def test_a_token_finds_its_official_and_says_when_it_was_used(official):
    token, secret = made(official)
    later = NOW + timedelta(hours=1)
    assert tokens.use(secret, at=later).official == official
    assert ApiToken.objects.get(pk=token.pk).last_used_at == later


@pytest.mark.parametrize("why", ["expired", "revoked", "removed", "wrong", "empty", "surrogate"])
def test_a_token_that_should_not_work_is_dead_at_once(official, why):
    token, secret = made(official)
    at = NOW
    if why == "expired":
        at = token.expires_at
    elif why == "revoked":
        tokens.revoke(token.pk, by=official, at=NOW)
    elif why == "removed":
        Official.objects.filter(pk=official.pk).update(is_active=False)
    else:
        secret = {"wrong": secret[:-1] + "!", "empty": "", "surrogate": "\ud800"}[why]
    with pytest.raises(TokenDead):
        tokens.use(secret, at=at)


def test_a_token_is_used_so_often_a_minute_and_again_in_the_next(official, monkeypatch):
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 2)
    _, secret = made(official)
    for _ in range(2):
        tokens.use(secret, at=NOW)
    with pytest.raises(TooManyCalls):
        tokens.use(secret, at=NOW + timedelta(seconds=59))
    tokens.use(secret, at=NOW + timedelta(seconds=60))


def test_nobody_revokes_the_token_of_another(official):
    token, secret = made(official)
    other = Official.objects.create_user("khac", full_name="Người Khác")
    with pytest.raises(TokenDead):
        tokens.revoke(token.pk, by=other, at=NOW)
    assert tokens.use(secret, at=NOW) == token


def test_an_official_has_so_many_living_tokens_each_with_its_own_name(official, monkeypatch):
    monkeypatch.setattr(tokens, "MOST_ALIVE", 2)
    made(official, name="Một")
    with pytest.raises(TokenNameUsed):
        made(official, name="Một")
    made(official, name="Hai", days=7)
    with pytest.raises(TooManyTokens):
        made(official, name="Ba")
    made(official, name="Ba", at=NOW + timedelta(days=8))


def test_a_token_lives_a_year_at_most(official):
    token, _ = made(official, days=4000)
    assert token.expires_at == NOW + timedelta(days=365)


def test_a_secret_is_shown_once(official, signed_in):
    browser = signed_in(official)
    said = {"name": "Phần mềm", "scopes": ["read"], "days": "7"}
    answer = browser.post("/tuy-chon/ma-truy-cap/", said)
    (secret,) = (part for part in answer.content.decode().split('<code id="ma-moi">')[1:])
    secret = secret.split("</code>")[0]
    assert answer["Cache-Control"] == "private, no-store"
    assert tokens.use(secret, at=timezone.now()).official == official
    assert secret not in browser.get("/tuy-chon/ma-truy-cap/").content.decode()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"name": "", "scopes": ["read"], "days": "7"}, 422),
        ({"name": "A", "scopes": [], "days": "7"}, 422),
        ({"name": "A", "scopes": ["all"], "days": "7"}, 422),
        ({"name": "A", "scopes": ["read"], "days": "9999"}, 422),
        ({"name": "A\0", "scopes": ["read"], "days": "7"}, 422),
    ],
)
def test_what_cannot_be_a_token_is_not_made(official, signed_in, said, status):
    assert signed_in(official).post("/tuy-chon/ma-truy-cap/", said).status_code == status
    assert ApiToken.objects.count() == 0


def test_a_call_in_one_transaction_leaves_nothing_where_its_act_fails(official):
    token, _ = made(official)
    with pytest.raises(ValueError, match="act"), calls.in_one(token, "k", body_mac=MAC, at=NOW):
        raise ValueError("act")
    assert ApiCall.objects.count() == 0


@pytest.mark.parametrize("way", [calls.in_one, calls.by_steps])
def test_a_call_repeated_finds_its_answer_and_another_call_its_refusal(official, way):
    token, _ = made(official)
    with way(token, "k", body_mac=MAC, at=NOW) as call:
        calls.keep(call, "{}")
    with way(token, "k", body_mac=MAC, at=NOW) as call:
        assert call.answer == "{}"
    with pytest.raises(KeyUsedOtherwise), way(token, "k", body_mac="1" * 64, at=NOW):
        pass


def test_a_call_by_steps_that_died_is_taken_up_by_one_at_a_time(official):
    token, _ = made(official)
    ApiCall.objects.create(token=token, key="k", body_mac=MAC, begun_at=NOW)
    later = NOW + timedelta(minutes=5)
    with calls.by_steps(token, "k", body_mac=MAC, at=later) as call:
        assert (call.answer, call.begun_at) == ("", NOW)


def test_a_key_is_free_again_after_a_day(official):
    token, _ = made(official)
    with transaction.atomic(), calls.in_one(token, "k", body_mac=MAC, at=NOW):
        pass
    with calls.in_one(token, "k", body_mac="1" * 64, at=NOW + timedelta(days=1, seconds=1)) as call:
        assert call.answer == ""


def test_what_is_older_than_a_day_is_forgotten(official):
    token, _ = made(official)
    for key, age in (("old", timedelta(days=2)), ("new", timedelta(hours=1))):
        ApiCall.objects.create(token=token, key=key, body_mac=MAC, begun_at=timezone.now() - age)
    calls.forget_calls()
    assert [one.key for one in ApiCall.objects.all()] == ["new"]


def test_of_the_same_call_at_one_moment_one_acts_and_all_get_its_answer(committed):
    token, _ = made(Official.objects.create_user("nguoidung", full_name="Người Dùng"))
    acted = []

    def call():
        with calls.in_one(token, "k", body_mac=MAC, at=NOW) as one:
            if one.answer:
                return one.answer
            acted.append(1)
            calls.keep(one, f"lần {len(acted)}")
            return f"lần {len(acted)}"

    assert together(*[call] * 4) == ["lần 1"] * 4


def test_whoever_comes_second_to_a_call_by_steps_is_told_so(committed):
    token, _ = made(Official.objects.create_user("nguoidung", full_name="Người Dùng"))
    under_way = Barrier(2)

    def call():
        with calls.by_steps(token, "k", body_mac=MAC, at=NOW):
            under_way.wait(10)
            under_way.wait(10)

    def call_again():
        under_way.wait(10)
        try:
            with calls.by_steps(token, "k", body_mac=MAC, at=NOW):
                return
        finally:
            under_way.wait(10)

    assert refusals(together(call, call_again)) == [SameCallUnderWay]
