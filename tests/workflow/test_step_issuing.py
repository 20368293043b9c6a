import pytest

from documents.models import RecipientTarget
from documents.pages import journal_words
from tests import life
from workflow.inbox import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(cast, cheap_files):
    return life.begin(cast, recipients=["Sở Nội vụ (b/c);", "Công ty X;", "Lưu: VT, TCHC."]).to(
        "issue"
    )


def post(browser, report, line, choice):
    facts = {"do": "settle", "line": line.pk, "choice": choice}
    return browser.post(address(report.task), facts)


def meaning(line):
    return [str(target) for target in RecipientTarget.objects.filter(line=line)]


def test_every_line_can_be_settled_and_one_that_means_nobody_says_so(cast, sealed, signed_in):
    browser = signed_in(cast.clerk)
    page = browser.get(address(sealed.task)).content.decode()
    assert page.count('<option value="">— chọn —</option>') == 1
    assert page.count('href="?dong=') == 1
    assert page.count("Chưa xác định nơi nhận") == 1
    known = sealed.document.recipient_lines.get(position=1)
    page = browser.get(f"{address(sealed.task)}?dong={known.pk}").content.decode()
    assert page.count('<option value="">— chọn —</option>') == 2


def test_a_line_may_be_said_to_mean_an_official_and_the_directory_again(cast, sealed, signed_in):
    browser, line = signed_in(cast.clerk), sealed.document.recipient_lines.get(position=1)
    post(browser, sealed, line, f"official-{cast.head.pk}")
    assert meaning(line) == ["Lê Văn Trưởng"]
    post(browser, sealed, line, "directory")
    assert meaning(line) == ["Sở Nội vụ tỉnh Sơn Hà"]
    unknown = sealed.document.recipient_lines.get(position=2)
    answer = post(browser, sealed, unknown, "directory")
    assert answer.status_code == 409
    assert "Danh bạ không có nơi nhận nào chắc chắn là «Công ty X»" in answer.content.decode()


def test_the_button_says_to_how_many_places_and_waits_for_every_line(cast, sealed, signed_in):
    browser = signed_in(cast.clerk)
    assert "Phát hành đến" not in browser.get(address(sealed.task)).content.decode()
    line = sealed.document.recipient_lines.get(position=2)
    post(browser, sealed, line, "outside")
    assert "Phát hành đến 2 nơi" in browser.get(address(sealed.task)).content.decode()


def test_a_line_settled_wrongly_is_settled_again(cast, sealed, signed_in):
    browser, line = signed_in(cast.clerk), sealed.document.recipient_lines.get(position=1)
    assert meaning(line) == ["Sở Nội vụ tỉnh Sơn Hà"]
    post(browser, sealed, line, f"department-{cast.investment.pk}")
    assert meaning(line) == [str(cast.investment)]
    post(browser, sealed, line, f"agency-{cast.receiving_agency.pk}")
    assert meaning(line) == ["Sở Nội vụ tỉnh Sơn Hà"]


def test_nothing_chosen_changes_nothing_and_says_what_to_do(cast, sealed, signed_in):
    line = sealed.document.recipient_lines.get(position=1)
    answer = post(signed_in(cast.clerk), sealed, line, "")
    assert answer.status_code == 422
    assert (
        "Chưa chọn nơi nhận của dòng; hãy chọn trong danh sách rồi bấm Xác định."
        in answer.content.decode()
    )
    assert meaning(line) == ["Sở Nội vụ tỉnh Sơn Hà"]


def test_the_journal_tells_that_a_line_goes_outside_and_no_name_twice(cast, sealed, signed_in):
    line = sealed.document.recipient_lines.get(position=2)
    post(signed_in(cast.clerk), sealed, line, "outside")
    newest = journal_words.entries(sealed.document)[0]
    assert newest.text == "Xác định nơi nhận «Công ty X»: gửi ngoài hệ thống"


@pytest.mark.parametrize(
    "choice", ["agency-" + "9" * 5_000, "department-x", "official-0", "outside"]
)
def test_a_line_or_a_target_that_no_page_named_is_refused(cast, sealed, signed_in, choice):
    line = sealed.document.recipient_lines.get(position=1)
    facts = {"do": "settle", "line": line.pk, "choice": choice}
    if choice == "outside":
        facts["line"] = "9" * 5_000
    assert signed_in(cast.clerk).post(address(sealed.task), facts).status_code == 409
    assert meaning(line) == ["Sở Nội vụ tỉnh Sơn Hà"]
