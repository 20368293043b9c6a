import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core.management import call_command

from agencies.actions import second_factors, wrapping
from agencies.errors import CodeWrong, TooManyCodes
from agencies.models import CodeProgram, Official, RecoveryCode

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECRET = bytes(range(20))


@pytest.fixture
def official():
    return Official.objects.create_user("ky", "mat-khau-rat-dai", full_name="Nguyễn Văn Ký")


@pytest.fixture
def paper(official):
    return second_factors.enrol_program(official, secret=SECRET, code=code_at(NOW), at=NOW)


def code_at(moment, secret=SECRET):
    return TOTP(secret, 6, SHA1(), 30).generate(int(moment.timestamp())).decode()


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def test_the_code_of_now_is_accepted_with_or_without_a_blank(official, paper):
    second_factors.show(official, code_at(later(60)), at=later(60))
    shown = code_at(later(120))
    second_factors.show(official, f" {shown[:3]} {shown[3:]} ", at=later(120))


@pytest.mark.parametrize("wrong_clock", [-30, 30])
def test_a_clock_that_is_half_a_minute_wrong_does_no_harm(official, paper, wrong_clock):
    second_factors.show(official, code_at(later(300 + wrong_clock)), at=later(300))


@pytest.mark.parametrize("wrong_clock", [-90, 90])
def test_the_code_of_another_minute_is_refused(official, paper, wrong_clock):
    with pytest.raises(CodeWrong):
        second_factors.show(official, code_at(later(300 + wrong_clock)), at=later(300))


def test_a_code_is_good_once_and_an_earlier_one_never_again(official, paper):
    second_factors.show(official, code_at(later(60)), at=later(60))
    for used in (60, 30, 0):
        with pytest.raises(CodeWrong):
            second_factors.show(official, code_at(later(used)), at=later(61))


def test_after_five_wrong_codes_the_right_one_is_refused_too(official, paper):
    for _ in range(5):
        with pytest.raises(CodeWrong):
            second_factors.show(official, "000000", at=later(60))
    with pytest.raises(TooManyCodes):
        second_factors.show(official, code_at(later(60)), at=later(60))


def test_each_code_on_paper_is_good_once_however_it_is_typed(official, paper):
    second_factors.show(official, paper[0].upper().replace("-", " "), at=NOW)
    with pytest.raises(CodeWrong):
        second_factors.show(official, paper[0], at=NOW)
    assert second_factors.codes_left(official) == len(set(paper)) - 1 == 9


def test_the_paper_of_one_is_nothing_to_another(official, paper):
    other = Official.objects.create_user("khac", "mat-khau-rat-dai", full_name="Vũ Thị Khác")
    with pytest.raises(CodeWrong):
        second_factors.show(other, paper[0], at=NOW)


def test_new_codes_make_the_old_paper_void(official, paper):
    second_factors.renew_codes(official)
    with pytest.raises(CodeWrong):
        second_factors.show(official, paper[0], at=NOW)


def test_a_program_is_kept_only_when_it_shows_the_right_code(official):
    with pytest.raises(CodeWrong):
        second_factors.enrol_program(official, secret=SECRET, code="000000", at=NOW)
    assert not second_factors.is_enrolled(official)


def test_with_the_last_factor_the_paper_goes_too(official, paper):
    second_factors.remove_program(official)
    assert (second_factors.is_enrolled(official), RecoveryCode.objects.count()) == (False, 0)


def test_neither_secret_nor_paper_can_be_read_from_the_database(official, paper, settings):
    program = CodeProgram.objects.get()
    kept = (
        bytes(program.wrapped_secret)
        + "".join(RecoveryCode.objects.values_list("mark", flat=True)).encode()
    )
    assert [SECRET in kept, *(code.replace("-", "").encode() in kept for code in paper)] == [
        False
    ] * 11
    settings.KEY_SECRET = "of another installation"
    with pytest.raises(wrapping.Unreadable):
        second_factors.show(official, code_at(later(60)), at=later(60))


def test_a_wrapped_secret_opens_for_nobody_else(official, paper):
    other = Official.objects.create_user("khac", "mat-khau-rat-dai", full_name="Vũ Thị Khác")
    CodeProgram.objects.update(official=other)
    with pytest.raises(wrapping.Unreadable):
        second_factors.show(other, code_at(later(60)), at=later(60))


def test_the_qr_code_holds_what_programs_of_this_kind_read(official):
    address = second_factors.address_of(official, SECRET)
    assert re.sub(r"secret=[A-Z2-7]{32}&", "", address) == (
        "otpauth://totp/D%E1%BA%A5u%20Son:ky?digits=6&algorithm=SHA1"
        "&issuer=D%E1%BA%A5u%20Son&period=30"
    )


def test_who_lost_everything_is_helped_on_the_machine(official, paper, capsys):
    call_command("forget_second_factors", "ky")
    assert not second_factors.is_enrolled(official)
    assert "Nguyễn Văn Ký" in capsys.readouterr().out
