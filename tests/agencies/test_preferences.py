import pytest

from agencies.models import Language, Official, TextSize, Theme

pytestmark = pytest.mark.django_db

CHOSEN = {"theme": "DARK", "text_size": "LARGE", "language": "vi"}


@pytest.fixture
def official():
    return Official.objects.create_user("soan", full_name="Trần Thị Soạn")


def kept(official):
    official.refresh_from_db()
    return official.theme, official.text_size, official.language


def test_what_is_chosen_is_kept_and_said(official, signed_in):
    browser = signed_in(official)
    answer = browser.post("/tuy-chon/", CHOSEN, follow=True)
    assert kept(official) == (Theme.DARK, TextSize.LARGE, Language.VIETNAMESE)
    assert "Đã lưu tùy chọn." in answer.content.decode()


def test_the_page_is_drawn_as_was_chosen(official, signed_in):
    browser = signed_in(official)
    assert '<html lang="vi">' in browser.get("/tuy-chon/").content.decode()
    browser.post("/tuy-chon/", CHOSEN)
    page = browser.get("/tuy-chon/").content.decode()
    assert '<html lang="vi" data-theme="dark" data-text="large">' in page


def test_to_choose_the_usual_again_is_a_choice(official, signed_in):
    browser = signed_in(official)
    browser.post("/tuy-chon/", CHOSEN)
    browser.post("/tuy-chon/", {"theme": "", "text_size": "", "language": "vi"})
    assert kept(official) == ("", "", "vi")


@pytest.mark.parametrize(
    "wrong", [{}, {**CHOSEN, "theme": "PINK"}, {**CHOSEN, "language": "fr"}, {"theme": "DARK"}]
)
def test_what_is_no_choice_is_refused_and_nothing_is_kept(official, signed_in, wrong):
    assert signed_in(official).post("/tuy-chon/", wrong).status_code == 422
    assert kept(official) == ("", "", "vi")


def test_one_official_does_not_choose_for_another(official, signed_in):
    other = Official.objects.create_user("khac", full_name="Lê Văn Khác")
    signed_in(official).post("/tuy-chon/", CHOSEN)
    assert kept(other) == ("", "", "vi")
