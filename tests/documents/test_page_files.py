import pytest

from documents import storage
from documents.errors import ObjectDamaged, StoreUnavailable
from documents.models import Rendition, Stage
from documents.pages import files
from tests import life
from tests.jobs_now import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    """Give a document whose first draft has been set."""
    document = life.begin(cast).document
    run_jobs()
    return Rendition.objects.get(revision__document=document)


def address(rendition):
    return f"/van-ban/{rendition.revision.document.public_id}/tep/{rendition.pk}.pdf"


def test_the_file_opens_in_the_browsers_own_viewer(cast, draft, signed_in):
    response = signed_in(cast.drafter).get(address(draft))
    assert response.status_code == 200
    assert response.content == storage.read(draft.object)
    headers = response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        "inline; filename=\"BC-BQLKKT-du-thao-1.pdf\"; filename*=UTF-8''BC-BQLKKT-du-thao-1.pdf"
    )
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["ETag"] == f'"{draft.object.sha256}"'
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; object-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("05/QĐ-UBND", "inline; filename=\"05-QD-UBND.pdf\"; filename*=UTF-8''05-Q%C4%90-UBND.pdf"),
        ('1"\r\nX: y', "inline; filename=\"1---X--y.pdf\"; filename*=UTF-8''1---X--y.pdf"),
        ("số 7", "inline; filename=\"so-7.pdf\"; filename*=UTF-8''s%E1%BB%91-7.pdf"),
    ],
)
def test_a_files_name_is_safe_in_a_header(name, header):
    assert files._inline(name) == header


def test_a_browser_that_has_these_bytes_gets_no_second_copy(cast, draft, signed_in, monkeypatch):
    def never(_stored):
        raise AssertionError("the store was asked")

    monkeypatch.setattr(storage, "read", never)
    known = f'"{draft.object.sha256}"'
    response = signed_in(cast.drafter).get(address(draft), headers={"If-None-Match": known})
    assert (response.status_code, response.content) == (304, b"")
    assert (
        signed_in(cast.stranger).get(address(draft), headers={"If-None-Match": known}).status_code
        == 404
    )


@pytest.mark.parametrize("who", ["stranger", "investment_head", "receiver", "archivist"])
def test_who_may_not_see_the_document_gets_no_file(cast, draft, signed_in, who):
    may = who == "archivist"  # works in the drafting unit
    response = signed_in(cast.everyone()[who]).get(address(draft))
    assert response.status_code == (200 if may else 404)


def test_nobody_gets_a_file_without_signing_in(client, draft):
    assert client.get(address(draft)).status_code == 302


def test_a_file_is_found_only_under_its_own_document(cast, draft, signed_in):
    other = life.begin(cast).document
    wrong = f"/van-ban/{other.public_id}/tep/{draft.pk}.pdf"
    assert signed_in(cast.drafter).get(wrong).status_code == 404


def test_a_file_is_only_read(cast, draft, signed_in):
    browser = signed_in(cast.drafter)
    assert browser.post(address(draft)).status_code == 405
    assert browser.head(address(draft)).content == b""


def test_a_store_that_is_away_is_said_on_a_page(cast, draft, signed_in, monkeypatch):
    def away(_stored):
        raise StoreUnavailable

    monkeypatch.setattr(storage, "read", away)
    response = signed_in(cast.drafter).get(address(draft))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert StoreUnavailable.message in response.content.decode()
    assert response.headers["Content-Type"].startswith("text/html")


def test_a_damaged_file_is_never_sent(cast, draft, signed_in, monkeypatch):
    def damaged(_stored):
        raise ObjectDamaged

    monkeypatch.setattr(storage, "read", damaged)
    response = signed_in(cast.drafter).get(address(draft))
    assert response.status_code == 500
    assert ObjectDamaged.message in response.content.decode()


def test_another_agency_opens_what_was_issued_and_no_draft(cast, signed_in):
    document = life.begin(cast).to("receive").document
    renditions = Rendition.objects.filter(revision__document=document).order_by("pk")
    browser = signed_in(cast.receiver)
    opened = {each.stage: browser.get(address(each)).status_code for each in renditions}
    assert opened == {
        Stage.DRAFT: 404,
        Stage.PREPARED: 404,
        Stage.SIGNED: 404,
        Stage.ISSUED: 200,
        Stage.ARCHIVED: 200,
    }
    issued = next(each for each in renditions if each.stage == Stage.ISSUED)
    named = browser.get(address(issued)).headers["Content-Disposition"]
    assert 'filename="01-BC-BQLKKT.pdf"' in named
