import io

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Credential

pytestmark = pytest.mark.django_db


def called(holder):
    told = io.StringIO()
    call_command("unlock_credential", holder, stdout=told)
    return told.getvalue()


@pytest.fixture
def locked(cast):
    Credential.objects.update(wrong_pins=3)
    return cast


def tries(holder):
    return holder.credentials.get().wrong_pins


def test_an_official_is_found_by_the_name_of_the_account_and_nobody_else_unlocked(locked):
    assert called("truongban") == (
        "Đã mở khóa chứng thư của Nguyễn Văn Ký; lại có ba lần thử mã PIN.\n"
    )
    assert (tries(locked.leader), tries(locked.deputy), tries(locked.agency)) == (0, 3, 3)


def test_an_agency_is_found_by_its_abbreviation(locked):
    assert called("BQLKKT") == (
        "Đã mở khóa chứng thư của Ban Quản lý Khu kinh tế tỉnh Sơn Hà; lại có ba lần thử mã PIN.\n"
    )
    assert (tries(locked.leader), tries(locked.agency)) == (3, 0)


@pytest.mark.parametrize(
    ("holder", "sentence"),
    [
        ("ai-do", "Không có tài khoản hay cơ quan nào tên là ai-do."),
        (
            "vanthu",
            "Bùi Thị Thư: Chưa có chứng thư chữ ký số còn hiệu lực; hãy liên hệ người quản trị.",
        ),
        ("photruongban", "Vũ Thị Phó: Chứng thư không bị khóa; không có gì phải mở."),
    ],
)
def test_what_cannot_be_unlocked_is_said_in_a_sentence(locked, holder, sentence):
    locked.deputy.credentials.update(wrong_pins=2)
    with pytest.raises(CommandError) as refused:
        called(holder)
    assert str(refused.value) == sentence
