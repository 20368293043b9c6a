from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction

from exchange import keys
from exchange.actions import subscribing
from exchange.errors import (
    AddressRefused,
    NotAdministrator,
    NotPaused,
    SubscriptionPaused,
    SubscriptionRevoked,
    TooManySubscriptions,
)
from exchange.models import Fact, Subscription, SubscriptionAct
from tests import life
from tests.jobs_now import waiting_jobs


def acts(subscription):
    return list(subscription.events.order_by("pk").values_list("act", "by__username"))


def test_an_administrator_subscribes_and_the_secret_rests_wrapped(cast, subscribed):
    one, secret = subscribed(facts=[Fact.RECEIVED, Fact.SIGNED])
    wrapped = bytes(one.wrapped_secret)

    assert (one.agency, one.facts, one.subscribed_by) == (
        cast.agency,
        ["SIGNED", "RECEIVED"],
        cast.administrator,
    )
    assert secret.encode() not in wrapped
    assert keys.unwrap(wrapped, subscription=one.public_id) == secret
    assert acts(one) == [("SUBSCRIBED", "quantri")]


def test_a_wrapped_secret_opens_for_no_other_subscription(subscribed):
    (one, _), (other, _) = subscribed(), subscribed()

    with pytest.raises(InvalidTag):
        keys.unwrap(bytes(one.wrapped_secret), subscription=other.public_id)


def test_one_form_sent_twice_subscribes_once(cast, there):
    asked = {
        "key": uuid4(),
        "address": there.url,
        "facts": [Fact.SIGNED],
        "by": cast.administrator,
        "at": life.now(),
    }
    first, secret = subscribing.subscribe(cast.agency, **asked)
    second, nothing = subscribing.subscribe(cast.agency, **asked)

    assert (first, bool(secret), nothing, Subscription.objects.count()) == (second, True, "", 1)


def test_nobody_but_the_agency_s_administrator_subscribes_pauses_or_revokes(cast, subscribed):
    one, _ = subscribed()
    for by in (cast.clerk, cast.leader, cast.receiver):
        for act in (subscribing.pause, subscribing.resume, subscribing.revoke):
            with pytest.raises(NotAdministrator):
                act(one, by=by, at=life.now())
        with pytest.raises(NotAdministrator):
            subscribed(by=by)
    with pytest.raises(NotAdministrator):
        subscribed(agency=cast.receiving_agency)
    assert acts(one) == [("SUBSCRIBED", "quantri")]


def test_plain_http_is_taken_only_where_the_operator_allows_it(subscribed, settings):
    settings.WEBHOOK_ALLOW_HTTP = False
    with pytest.raises(AddressRefused, match="https"):
        subscribed()


def test_an_agency_has_so_many_subscriptions_and_no_more(subscribed, monkeypatch, cast):
    monkeypatch.setattr(subscribing, "MOST", 1)
    one, _ = subscribed()
    with pytest.raises(TooManySubscriptions):
        subscribed()
    subscribing.revoke(one, by=cast.administrator, at=life.now())
    subscribed()


def test_what_is_paused_is_resumed_once_and_calls_again(cast, subscribed):
    one, _ = subscribed()
    by = {"by": cast.administrator, "at": life.now()}
    with pytest.raises(NotPaused):
        subscribing.resume(one, **by)
    assert subscribing.pause(one, **by).is_paused
    with pytest.raises(SubscriptionPaused):
        subscribing.pause(one, **by)
    assert not subscribing.resume(one, **by).is_paused

    assert acts(one) == [(act, "quantri") for act in ("SUBSCRIBED", "PAUSED", "RESUMED")]
    assert waiting_jobs() == ["call_receiver"]


def test_a_revoked_subscription_forgets_its_secret_and_takes_no_further_act(cast, subscribed):
    one, _ = subscribed()
    by = {"by": cast.administrator, "at": life.now()}
    subscribing.revoke(one, **by)
    for act in (subscribing.pause, subscribing.resume, subscribing.revoke):
        with pytest.raises(SubscriptionRevoked):
            act(one, **by)
    one.refresh_from_db()

    assert (bytes(one.wrapped_secret), one.revoked_by) == (b"", cast.administrator)


def test_the_journal_of_a_subscription_is_never_changed(subscribed):
    one, _ = subscribed()
    for change in (
        lambda: one.events.update(act=SubscriptionAct.REVOKED),
        lambda: one.events.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
