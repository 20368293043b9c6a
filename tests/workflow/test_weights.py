"""What a list weighs as it travels, full of rows."""

import gzip

import pytest

from tests import life
from workflow.actions import notices

pytestmark = pytest.mark.django_db

SUBJECT = (
    "Tổng kết Phong trào thi đua “Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở” "
    "năm {}"
)


@pytest.fixture
def many(cast):
    """Give the drafter more drafts than a page shows, and news of each."""
    for n in range(60):
        document = life.begin(cast, subject=[{"s": SUBJECT.format(2000 + n)}]).document
        notices.tell([cast.drafter], f"Tin số {n} về văn bản.", document=document, at=life.now())


@pytest.mark.parametrize("address", ["/", "/thong-bao/", "/tim/?q=thi+dua"])
def test_a_full_list_weighs_at_most_15_kilobytes(cast, many, signed_in, address):
    answer = signed_in(cast.drafter).get(address, follow=True)
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) <= 15_000
