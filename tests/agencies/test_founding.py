"""A real agency comes from a file; the same file again changes nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_der_private_key,
    pkcs12,
)
from django.core.management import CommandError, call_command

from agencies import roles
from agencies.actions import credentials, enrolling, founding
from agencies.models import Agency, Appointment, Duty, Official, Post
from rehearsal import pictures
from tests import cast, life
from tests.cast import TODAY
from tests.house.code import ROOT

EXAMPLE = ROOT / "docs/operations/directory.json"

pytestmark = pytest.mark.django_db


def example():
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_the_file_in_the_manual_makes_an_agency_whose_people_may_sign_in(client, capsys):
    call_command("load_directory", EXAMPLE)
    printed = dict(line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()[:-1])
    agency = Agency.objects.get(code="H00.17")
    assert agency.name_on(TODAY).abbreviation == "BQLKKT"
    assert [one.username for one in roles.holders(agency, Duty.CLERK, on=TODAY)] == ["thu.bt"]
    assert len(printed) == 6
    assert all(
        Official.objects.get(username=name).check_password(word) for name, word in printed.items()
    )


def test_the_same_file_again_adds_only_what_is_new():
    founding.found(example(), on=TODAY)
    more = example()
    more["agencies"][0]["people"].append(
        {"username": "moi.pt", "full_name": "Phạm Thị Mới", "title": "Chuyên viên", "unit": "TCHC"}
    )
    made = founding.found(more, on=TODAY)
    assert [one.official.username for one in made] == ["moi.pt"]
    assert (Post.objects.count(), Appointment.objects.count()) == (7, 7)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda a: a.pop("place"), "agencies/0"),
        (lambda a: a["people"][0].update(rank="KING"), "agencies/0/people/0/rank"),
        (lambda a: a["people"][0].update(salary=1), "agencies/0/people/0"),
        (lambda a: a["people"][1].update(unit="KHONG"), "Lê Văn Trưởng"),
    ],
)
def test_a_file_that_is_wrong_enters_nothing_and_says_where(change, where):
    wrong = example()
    change(wrong["agencies"][0])
    with pytest.raises(founding.DirectoryUnreadable, match=where):
        founding.found(wrong, on=TODAY)
    assert Agency.objects.count() == 0


@pytest.fixture
def container(authority) -> bytes:
    """Give a PKCS #12 file as an authority gives it out, under the passphrase «giao»."""
    issued = cast.the_authority().issue("enrolled", common_name="Nguyễn Văn Ký", organization="SH")
    return pkcs12.serialize_key_and_certificates(
        b"ky",
        load_der_private_key(issued.private_key_pkcs8, None),  # type: ignore[arg-type]
        x509.load_der_x509_certificate(issued.certificate),
        [x509.load_der_x509_certificate(one) for one in issued.chain],
        BestAvailableEncryption(b"giao"),
    )


def test_a_certificate_with_its_key_is_enrolled_under_a_pin(container):
    founding.found(example(), on=TODAY)
    leader = Official.objects.get(username="ky.nv")
    enrolling.enrol(leader, container, passphrase="giao", pin="864209", by="op", at=life.now())
    key = credentials.unlock(
        credentials.current(leader, at=life.now()), pin="864209", at=life.now()
    )
    assert key.certificate == bytes(leader.credentials.get().certificate)
    assert len(key.chain) == len(leader.credentials.get().chain) >= 1


@pytest.mark.parametrize(
    ("passphrase", "pin", "said"),
    [("sai", "864209", "sai mật khẩu"), ("giao", "123", "ít nhất 6 ký tự")],
)
def test_what_does_not_serve_is_refused_in_words(container, passphrase, pin, said):
    founding.found(example(), on=TODAY)
    leader = Official.objects.get(username="ky.nv")
    with pytest.raises(enrolling.CannotEnrol, match=said):
        enrolling.enrol(leader, container, passphrase=passphrase, pin=pin, by="op", at=life.now())
    assert leader.credentials.count() == 0


def test_a_new_picture_follows_the_old_one(tmp_path: Path):
    founding.found(example(), on=TODAY - timedelta(days=9))
    leader = Official.objects.get(username="ky.nv")
    first, second = pictures.signature("Nguyễn Văn Ký"), pictures.signature("Nguyễn V. Ký")
    enrolling.give_picture(leader, first, at=life.now() - timedelta(days=3))
    file = tmp_path / "ky.png"
    file.write_bytes(second)
    call_command("give_credential", "ky.nv", "--picture", file)
    assert credentials.signature_picture(leader, at=life.now()) == second
    assert credentials.signature_picture(leader, at=life.now() - timedelta(days=1)) == first
    file.write_bytes(b"GIF89a")
    with pytest.raises(CommandError, match="PNG"):
        call_command("give_credential", "ky.nv", "--picture", file)
