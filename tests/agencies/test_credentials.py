"""Three wrong PINs lock a credential, however they come; right ones never do."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from agencies.actions import credentials
from agencies.errors import (
    CredentialBusy,
    CredentialLocked,
    CredentialRevoked,
    NoCredential,
    NoPicture,
    NotLocked,
    PinWrong,
)
from agencies.models import Credential
from tests.cast import PIN, give_credential
from tests.life import now
from tests.together import together


def unlock(credential: Credential, pin: str = PIN):
    return credentials.unlock(credential, pin=pin, at=now())


def lock(credential: Credential) -> None:
    for _ in range(3):
        with pytest.raises((PinWrong, CredentialLocked)):
            unlock(credential, "000000")


@pytest.fixture
def credential(cast) -> Credential:
    return cast.leader.credentials.get()


def test_the_right_pin_opens_the_key_of_the_certificate(credential):
    opened = unlock(credential)

    assert opened.certificate == bytes(credential.certificate)
    assert opened.chain == tuple(bytes(part) for part in credential.chain)


def test_each_wrong_pin_says_how_many_tries_are_left(credential):
    for sentence in (
        "Mã PIN không đúng; còn 2 lần thử.",
        "Mã PIN không đúng; còn 1 lần thử.",
        CredentialLocked.message,
        CredentialLocked.message,
    ):
        with pytest.raises((PinWrong, CredentialLocked)) as refused:
            unlock(credential, "000000")
        assert refused.value.message == sentence


def test_a_locked_credential_stays_locked_for_the_right_pin(credential):
    lock(credential)
    with pytest.raises(CredentialLocked):
        unlock(credential)


def test_a_released_credential_opens_again_and_has_all_its_tries(credential, caplog):
    lock(credential)
    with caplog.at_level("INFO"):
        credentials.release(credential, by="root", at=now())
    assert unlock(credential).certificate == bytes(credential.certificate)
    with pytest.raises(PinWrong, match="còn 2 lần thử"):
        unlock(credential, "000000")
    assert caplog.messages == [
        f"The credential {credential.pk} of Nguyễn Văn Ký is released by root."
    ]


def test_only_what_is_locked_and_not_revoked_is_released(credential):
    with pytest.raises(NotLocked):
        credentials.release(credential, by="root", at=now())
    lock(credential)
    Credential.objects.filter(pk=credential.pk).update(revoked_at=now())
    with pytest.raises(CredentialRevoked):
        credentials.release(credential, by="root", at=now())


def test_the_right_pin_gives_all_tries_back(credential):
    for _ in range(2):
        with pytest.raises(PinWrong):
            unlock(credential, "000000")
    unlock(credential)

    credential.refresh_from_db()
    assert credential.wrong_pins == 0


def test_many_wrong_tries_at_one_moment_are_three(committed, cast):
    credential = cast.leader.credentials.get()
    outcomes = together(*[lambda: unlock(credential, "000000")] * 6)

    assert Counter(type(outcome) for outcome in outcomes) == {PinWrong: 2, CredentialLocked: 4}
    credential.refresh_from_db()
    assert credential.wrong_pins == 3


def test_many_right_tries_at_one_moment_lock_nobody_out(committed, cast):
    """Every clerk of an agency seals with the same credential."""
    credential = cast.agency.credentials.get()
    outcomes = together(*[lambda: unlock(credential)] * 6)

    assert [outcome.certificate for outcome in outcomes] == [bytes(credential.certificate)] * 6
    credential.refresh_from_db()
    assert credential.wrong_pins == 0


def test_who_waits_too_long_for_others_tries_is_told_to_try_again(committed, cast):
    credential = cast.leader.credentials.get()

    def impatient():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        return unlock(credential)

    with transaction.atomic():
        Credential.objects.select_for_update().get(pk=credential.pk)
        (outcome,) = together(impatient)
    assert isinstance(outcome, CredentialBusy)


def test_a_revoked_credential_signs_nothing_from_that_moment_on(credential):
    credential.revoked_at = now() - timedelta(seconds=1)
    credential.save()
    with pytest.raises(CredentialRevoked):
        unlock(credential)

    credential.revoked_at = now() + timedelta(days=1)
    credential.save()
    assert unlock(credential).certificate == bytes(credential.certificate)


def test_the_credential_in_use_is_the_newest_that_is_valid(cast):
    old = cast.leader.credentials.get()
    newer = give_credential(cast.leader, "truongban", "Nguyễn Văn Ký")
    newer.valid_from = datetime(2026, 1, 1, tzinfo=UTC)
    newer.save()

    assert credentials.current(cast.leader, at=datetime(2025, 6, 1, tzinfo=UTC)) == old
    assert credentials.current(cast.leader, at=datetime(2026, 6, 1, tzinfo=UTC)) == newer
    with pytest.raises(NoCredential):
        credentials.current(cast.leader, at=datetime(2041, 1, 1, tzinfo=UTC))


def test_pictures_are_those_of_the_vietnamese_day(cast):
    image = cast.leader.signature_images.get()
    image.valid_to = date(2026, 3, 2)
    image.save()

    assert credentials.signature_picture(
        cast.leader, at=datetime(2026, 3, 1, 16, 59, tzinfo=UTC)
    ) == bytes(image.picture)
    with pytest.raises(NoPicture):
        credentials.signature_picture(cast.leader, at=datetime(2026, 3, 1, 17, tzinfo=UTC))


def test_who_has_no_credential_or_picture_is_told_so(cast):
    with pytest.raises(NoCredential):
        credentials.current(cast.clerk, at=now())
    with pytest.raises(NoPicture):
        credentials.signature_picture(cast.clerk, at=now())
    with pytest.raises(NoPicture):
        credentials.seal_picture(cast.receiving_agency, at=now())
