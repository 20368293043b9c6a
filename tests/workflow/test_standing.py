import pytest

from tests import life
from ui.writing import moment
from workflow import standing

pytestmark = pytest.mark.django_db


def of(document):
    found = standing.standing_of(document, at=life.now())
    return [(hand.step, hand.people) for hand in found.hands], found.then


def test_each_step_says_who_has_it_and_what_comes_next(cast, cheap_files):
    said = {
        stage: of(life.begin(cast).to(stage).document)
        for stage in ("draft", "initial", "form_check", "sign", "register", "issue", "receive")
    }
    unit = "Phòng Tổ chức - Hành chính"
    assert said == {
        "draft": (
            [("Soạn thảo", "Trần Thị Soạn")],
            "Trình trưởng đơn vị ký nháy, hoặc xin ý kiến các đơn vị trước",
        ),
        "initial": ([("Ký nháy", f"Lê Văn Trưởng ({unit})")], "Kiểm tra thể thức"),
        "form_check": ([("Kiểm tra thể thức", "Phạm Thị Thức")], "Lãnh đạo ký số"),
        "sign": ([("Ký số", "Nguyễn Văn Ký")], "Văn thư cấp số, đóng dấu"),
        "register": ([("Cấp số, đóng dấu", "Bùi Thị Thư")], "Văn thư phát hành"),
        "issue": ([("Phát hành", "Bùi Thị Thư")], "Gửi đến các nơi nhận"),
        "receive": ([], ""),
    }


def test_several_units_have_it_at_once(cast):
    report = life.begin(cast)
    report.submit(cast.investment, cast.environment)
    hands, then = of(report.document)
    assert hands == [
        ("Cho ý kiến", "Ngô Thị Đầu (Phòng Quản lý đầu tư)"),
        ("Cho ý kiến", "Đỗ Văn Môi (Phòng Tài nguyên - Môi trường)"),
    ]
    assert then == "Trưởng đơn vị soạn thảo ký nháy"


def test_the_pages_of_document_and_step_say_since_when(cast, signed_in):
    report = life.begin(cast).to("initial")
    since = f"từ {moment(report.task.created)}"
    for address in (f"/van-ban/{report.document.public_id}/", f"/viec/{report.task.pk}/ky-nhay/"):
        page = signed_in(cast.head).get(address).content.decode()
        assert "<b>Ký nháy</b> Lê Văn Trưởng" in page
        assert since in page.split('class="standing"')[1].split("</ul>")[0]


def test_another_house_does_not_learn_where_it_is(cast, signed_in, cheap_files):
    issued = life.begin(cast).to("receive").document
    page = signed_in(cast.receiver).get(f"/van-ban/{issued.public_id}/").content.decode()
    assert 'class="standing"' not in page
