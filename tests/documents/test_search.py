from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from agencies.moments import vn_day
from documents import search
from documents.access import let_official_see
from documents.actions import drafting
from documents.actions.drafting import Header
from documents.models import EntryState, RegisterBook, RegisterEntry
from documents.search import Asked, TooBroad
from tests.documents.drafts import paragraph
from tests.life import content

pytestmark = pytest.mark.django_db

SUBJECT = "Tổng kết phong trào thi đua văn hóa công sở"
BODY = "Tỷ lệ hồ sơ đúng hạn đạt 94,88%, theo Nghị định số 82/2018/NĐ-CP của Chính phủ."


@pytest.fixture
def today():
    return vn_day(timezone.now())


@pytest.fixture
def write(cast):
    """Begin a document that the cast's drafter sees."""

    def write(subject=SUBJECT, *body, kind="BC", unit=None):
        text = content(
            type=kind,
            number={"value": None, "symbol": f"{kind}-BQLKKT"},
            subject=[{"s": subject}],
            body=[paragraph(each) for each in body or (BODY,)],
        )
        return drafting.begin(
            unit or cast.unit,
            content=text,
            header=Header(signer=cast.leader, capacity=""),
            by=cast.drafter,
            at=timezone.now(),
        )

    return write


def give_number(document, number, *, on, by):
    book, _ = RegisterBook.objects.get_or_create(
        agency=document.agency, year=on.year, series=document.kind
    )
    entry = RegisterEntry.objects.create(
        book=book,
        document=document,
        number=number,
        notation=f"{document.kind}-BQLKKT",
        issued_on=on,
        state=EntryState.TAKEN,
        registered_by=by,
        registered_at=timezone.now(),
    )
    search.index_number(document, entry)


@pytest.fixture
def found(cast, today):
    """Search as the drafter and give the documents, in order."""

    def found(text="", official=None, after="", **narrowed):
        page = search.find(
            Asked(text=text, **narrowed),
            official=official or cast.drafter,
            on=today,
            after=after,
        )
        return [one.document for one in page.found]

    return found


@pytest.mark.parametrize(
    "typed",
    [
        "phong trào thi đua",
        "phong trao thi dua",
        "PHONG TRÀO",
        '"thi đua văn hóa"',
        "“thi đua văn hóa” tổng kết",
        "94,88%",
        "94,88",
        "82/2018/NĐ-CP",
        "so 82 2018",
        "hồ sơ . -",
    ],
)
def test_words_are_found_with_or_without_marks(write, found, typed):
    document = write()
    write("Kế hoạch kiểm tra", "Không có gì giống.")
    assert found(typed) == [document]


@pytest.mark.parametrize(
    "typed", ['"đua thi"', "8,894%", '"văn hóa thi đua"', "88,94", '"công sở tổng kết"']
)
def test_words_in_another_order_are_no_phrase(write, found, typed):
    write()
    assert found(typed) == []


def test_a_phrase_whose_pairs_stand_apart_is_not_found(write, found):
    write("Báo cáo", "Báo cáo Sở Nội vụ, vụ việc của Sở, việc của Nội bộ.")
    assert found('"Nội vụ việc"') == []


@pytest.mark.parametrize(
    "typed", [". -", "🎉", "«»", '""', "'", "\\", "&|!():*", "a" * 2000, "à" * 700, '"' * 99, "t:x"]
)
def test_whatever_is_typed_is_answered(write, found, typed):
    write()
    assert found(typed) == []


def test_what_holds_no_letter_and_no_figure_says_nothing():
    assert [Asked(text=typed).says_nothing for typed in (". -", "🎉", "a", "", "  ")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_number_comes_before_a_title_and_a_title_before_a_text(cast, write, found, today):
    numbered = write("Việc thứ nhất", "Không có gì.")
    give_number(numbered, 12, on=today, by=cast.clerk)
    titled = write("Tổng hợp 12 kiến nghị", "Không có gì.")
    told = write("Việc thứ ba", "Đã cấp 12 giấy phép.")
    assert found("12") == [numbered, titled, told]


def test_within_one_merit_the_newest_comes_first(cast, write, found, today):
    older, newer = write(), write()
    give_number(newer, 1, on=today - timedelta(days=400), by=cast.clerk)
    assert found("phong trào") == [older, newer]


def test_agency_kind_and_year_narrow(cast, write, found, today):
    report = write()
    plan = write(kind="KH")
    give_number(plan, 1, on=date(2021, 3, 1), by=cast.clerk)
    assert found("phong trào", kind="KH") == [plan]
    assert found("phong trào", year=2021) == [plan]
    assert found("phong trào", year=today.year) == [report]
    assert found("phong trào", agency_id=cast.agency.pk) == [report, plan]
    assert found("phong trào", agency_id=cast.receiving_agency.pk) == []


def test_only_what_the_asker_may_see_is_found(cast, write, found):
    document = write()
    assert found("phong trào", official=cast.stranger) == []
    assert found(official=cast.stranger) == []
    let_official_see(document, cast.stranger)
    assert found("phong trào", official=cast.stranger) == [document]


def test_nothing_typed_lists_the_newest(write, found):
    first, second = write(), write()
    assert found() == [second, first]


@pytest.mark.parametrize("typed", ["phong trào", '"phong trào"', ""])
def test_pages_follow_one_another_without_a_gap(cast, write, today, typed, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    monkeypatch.setattr(search, "CANDIDATES", 3)
    written = [write(SUBJECT if n % 2 else "Việc khác", f"Phong trào lần {n}.") for n in range(7)]
    read, after = [], ""
    for _ in range(4):
        page = search.find(Asked(text=typed), official=cast.drafter, on=today, after=after)
        read.append([one.document for one in page.found])
        after = page.following
    in_title, in_text = written[1::2][::-1], written[::2][::-1]
    wanted = [*in_title, *in_text] if typed else written[::-1]
    assert [len(page) for page in read] == [2, 2, 2, 1]
    assert [document for page in read for document in page] == wanted
    assert after == ""


def test_a_phrase_false_in_text_after_text_is_sought_page_by_page(cast, write, today, monkeypatch):
    monkeypatch.setattr(search, "CANDIDATES", 1)
    monkeypatch.setattr(search, "MOST_READ", 2)
    true = write("Báo cáo", "Việc nội vụ việc khác.")
    for _ in range(3):
        write("Báo cáo", "Sở Nội vụ, vụ việc của Sở.")
    asked = Asked(text='"nội vụ việc"')
    first = search.find(asked, official=cast.drafter, on=today)
    second = search.find(asked, official=cast.drafter, on=today, after=first.following)
    found = [[one.document for one in page.found] for page in (first, second)]
    assert found == [[], [true]]


@pytest.mark.parametrize("after", ["", "x", "1.2026-13-45.7", "9.2026-01-01.1", "١.2026-01-01.1"])
def test_a_page_key_that_nobody_gave_is_no_fault(write, found, after):
    document = write()
    assert found("phong trào", after=after) in ([document], [])


@pytest.mark.parametrize("typed", ["12/BC-BQLKKT", "12 /BC - BQLKKT", "12/bc", "12/BC-…", "số 12"])
def test_a_code_leads_to_the_one_document_that_bears_it(cast, write, today, typed):
    document = write()
    give_number(document, 12, on=today, by=cast.clerk)
    other = write()
    give_number(other, 120, on=today, by=cast.clerk)
    asked = Asked(text=typed)
    assert search.document_numbered(asked, official=cast.drafter, on=today) == document
    assert search.document_numbered(asked, official=cast.stranger, on=today) is None


def test_a_code_that_two_documents_bear_leads_to_neither(cast, write, today, found):
    first, second = write(), write()
    give_number(first, 12, on=date(2024, 1, 5), by=cast.clerk)
    give_number(second, 12, on=today, by=cast.clerk)
    asked = Asked(text="12/BC-BQLKKT")
    assert search.document_numbered(asked, official=cast.drafter, on=today) is None
    assert found("12/BC-BQLKKT") == [second, first]
    narrowed = Asked(text="12/BC-BQLKKT", year=2024)
    assert search.document_numbered(narrowed, official=cast.drafter, on=today) == first


@pytest.mark.parametrize("typed", ["12", "phong trào", "/BC-BQLKKT", "94,88%"])
def test_what_is_no_whole_code_leads_nowhere(cast, write, today, typed):
    give_number(write(), 12, on=today, by=cast.clerk)
    asked = Asked(text=typed)
    assert search.document_numbered(asked, official=cast.drafter, on=today) is None


def test_the_passage_shows_where_the_words_stand(cast, write, today):
    write("Báo cáo tháng", "Mở đầu. " * 60 + "Tỷ lệ đúng hạn đạt 94,88% trong kỳ.")
    page = search.find(Asked(text="dung han"), official=cast.drafter, on=today)
    (one,) = page.found
    assert [text for text, is_hit in one.passage if is_hit] == ["đúng hạn"]
    assert "".join(text for text, _ in one.title) == "Báo cáo Báo cáo tháng"
    assert (one.agency, one.code, one.dated_on) == (
        "Ban Quản lý Khu kinh tế tỉnh Sơn Hà",
        "",
        today,
    )


def test_counting_stops_where_nobody_reads_on(cast, write, today, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    for _ in range(4):
        write()

    def count(text):
        return search.count(Asked(text=text), official=cast.drafter, on=today)

    assert [count("phong trào"), count(""), count("không đâu có"), count(". -")] == [3, 3, 0, 0]
    assert count('"phong trào"') is None


def test_a_new_revision_is_found_by_its_own_words(cast, write, found):
    document = write()
    latest = drafting.latest_revision(document)
    drafting.revise(
        document,
        content=content(subject=[{"s": "Việc hoàn toàn khác"}]),
        header=Header(signer=cast.leader, capacity=""),
        base=latest.n,
        by=cast.drafter,
        at=timezone.now(),
    )
    assert found("phong trào") == []
    assert found("hoàn toàn khác") == [document]


def test_no_search_occupies_the_database(cast, write, today, monkeypatch):
    write()
    asleep = Q(pk__gt=RawSQL("(SELECT 0 FROM pg_sleep(3))", []))
    monkeypatch.setattr(search, "_in_order", lambda _: [asleep])
    monkeypatch.setattr(search, "PATIENCE", "50ms")
    with pytest.raises(TooBroad):
        search.find(Asked(text="phong trào"), official=cast.drafter, on=today)
    with pytest.raises(TooBroad):
        search.count(Asked(text="phong trào"), official=cast.drafter, on=today)


def test_more_hits_ask_no_more_of_the_database(cast, write, today, django_assert_num_queries):
    write()
    search.find(Asked(text="phong trào"), official=cast.drafter, on=today)  # fills what is cached
    with django_assert_num_queries(10):
        search.find(Asked(text="phong trào"), official=cast.drafter, on=today)
    for _ in range(6):
        write()
    with django_assert_num_queries(10):
        search.find(Asked(text="phong trào"), official=cast.drafter, on=today)
