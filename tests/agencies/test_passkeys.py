from datetime import UTC, datetime, timedelta

import pytest

from agencies.actions import passkeys, second_factors
from agencies.errors import PasskeyCopied, PasskeyRefused, PasskeyThere
from agencies.models import Official
from tests.agencies.device import PRESENT, Device

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
HERE = "http://testserver"


@pytest.fixture
def official():
    return Official.objects.create_user("ky", "mat-khau-rat-dai", full_name="Nguyễn Văn Ký")


@pytest.fixture
def device(official):
    device = Device()
    make(official, device)
    return device


def make(official, device, name="Máy ở cơ quan", at=NOW):
    session = {}
    asked = passkeys.begin_to_make(official, session, origin=HERE, at=at)
    answer = device.make(asked)
    return passkeys.make(official, session, name=name, answer=answer, origin=HERE, at=at)


def show(device, session=None, **more):
    session = {} if session is None else session
    asked = passkeys.begin_to_show(session, origin=HERE, at=NOW)
    answer = device.show(asked)
    return passkeys.show(session, answer=answer, origin=HERE, at=more.pop("at", NOW), **more)


def test_a_passkey_says_whose_it_is(official, device):
    assert show(device) == official
    assert official.passkeys.get().used_at == NOW


def test_the_first_factor_comes_with_codes_on_paper_and_the_second_without(official):
    assert [len(make(official, Device(id=name), str(name))) for name in (b"1", b"2")] == [10, 0]


@pytest.mark.parametrize(
    "changed",
    [{"origin": "http://testserver.example"}, {"flags": PRESENT}, {"id": b"another"}],
    ids=["on another site", "without finger or PIN", "of an unknown device"],
)
def test_what_is_not_ours_is_refused(device, changed):
    for name, value in changed.items():
        setattr(device, name, value)
    with pytest.raises(PasskeyRefused):
        show(device)


def test_a_signature_by_another_key_is_refused(device):
    with pytest.raises(PasskeyRefused):
        show(Device(id=device.id))


def test_a_challenge_is_good_once_for_five_minutes_and_for_nothing_else(official, device):
    session = {}
    asked = passkeys.begin_to_show(session, origin=HERE, at=NOW)
    answer = device.show(asked)
    kept = dict(session)
    assert passkeys.show(session, answer=answer, origin=HERE, at=NOW) == official
    late = NOW + timedelta(minutes=6)
    for again, at in ((session, NOW), (kept, late)):
        with pytest.raises(PasskeyRefused):
            passkeys.show(again, answer=answer, origin=HERE, at=at)
    other = {}
    passkeys.begin_to_make(official, other, origin=HERE, at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.show(other, answer=answer, origin=HERE, at=NOW)


def test_a_device_whose_counter_goes_back_is_a_copy(device):
    show(device)
    show(device)
    device.times_used = 0
    with pytest.raises(PasskeyCopied):
        show(device)


def test_a_second_step_takes_only_the_passkey_of_who_gave_the_password(official, device):
    other = Official.objects.create_user("khac", "mat-khau-rat-dai", full_name="Vũ Thị Khác")
    with pytest.raises(PasskeyRefused):
        show(device, of=other)
    assert show(device, of=official) == official


def test_a_blocked_account_signs_in_by_no_passkey(official, device):
    Official.objects.update(is_active=False)
    with pytest.raises(PasskeyRefused):
        show(device)


def test_a_device_or_a_name_is_enrolled_once(official, device):
    for again in (Device(), Device(id=b"another")):
        with pytest.raises(PasskeyThere):
            make(official, again)
    assert official.passkeys.count() == 1


@pytest.mark.parametrize("answer", ["", "[]", "{", "{}", '{"rawId": 1}', "[" * 9000, '"x"'])
def test_rubbish_is_refused_in_words(device, answer):
    session = {}
    passkeys.begin_to_show(session, origin=HERE, at=NOW)
    with pytest.raises(PasskeyRefused):
        passkeys.show(session, answer=answer, origin=HERE, at=NOW)


def test_a_removed_passkey_opens_nothing(official, device):
    second_factors.remove_passkey(official, official.passkeys.get().pk)
    with pytest.raises(PasskeyRefused):
        show(device)
