import io

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def called(*words):
    told = io.StringIO()
    call_command("print_verification", *words, stdout=told)
    return told.getvalue()


def test_an_agency_begins_to_print_its_codes_and_stops_again(cast):
    assert "in mã xác thực và mã QR" in called("BQLKKT")
    cast.agency.refresh_from_db()
    assert cast.agency.prints_verification
    assert "thôi in mã xác thực" in called("BQLKKT", "--off")
    cast.agency.refresh_from_db()
    assert not cast.agency.prints_verification


def test_an_agency_that_nobody_knows_is_named(cast):
    with pytest.raises(CommandError, match="Không có cơ quan nào tên XYZ"):
        called("XYZ")
