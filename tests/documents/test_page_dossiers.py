"""The pages about dossiers: who finds them, how they are filled, what their list says."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from documents.actions import dossiers
from documents.models import Dossier, RetentionClass
from tests import life

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_files")]


@pytest.fixture
def report(cast):
    return life.begin(cast, subject=[{"s": "Kết quả thi đua"}]).to("end").document


@pytest.fixture
def dossier(cast):
    return dossiers.start(
        cast.agency,
        code="01.TCHC",
        title="Thi đua năm 2026",
        retention=RetentionClass.objects.create(name="10 năm", years=10),
        by=cast.drafter,
        at=life.now(),
    )


@pytest.fixture
def closed(cast, dossier, report):
    dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    return dossiers.close(dossier, by=cast.archivist, at=life.now())


def text_of(response):
    return response.content.decode()


def test_an_official_opens_a_dossier_with_a_document(cast, report, signed_in):
    facts = {
        "agency": cast.agency.pk,
        "code": "02.TCHC",
        "title": "Khen thưởng",
        "van-ban": report.public_id,
    }
    answer = signed_in(cast.drafter).post("/ho-so/mo/", facts, follow=True)
    made = Dossier.objects.get(code="02.TCHC")
    assert answer.redirect_chain == [(f"/ho-so/{made.pk}/", 302)]
    assert "Đã mở hồ sơ 02.TCHC và đưa vào 1 văn bản." in text_of(answer)
    assert [item.document for item in made.items.all()] == [report]


def test_a_used_code_is_refused_and_nothing_typed_is_lost(cast, dossier, signed_in):
    facts = {"agency": cast.agency.pk, "code": "01.TCHC", "title": "Việc <khác>"}
    answer = signed_in(cast.drafter).post("/ho-so/mo/", facts)
    assert answer.status_code == 409
    assert "Số, ký hiệu này đã có hồ sơ khác của cơ quan dùng." in text_of(answer)
    assert 'value="Việc &lt;khác&gt;"' in text_of(answer)


def test_documents_chosen_in_a_search_go_into_a_dossier(cast, report, dossier, signed_in):
    browser = signed_in(cast.archivist)
    page = browser.get("/ho-so/dua-vao/", {"van-ban": [report.public_id, "x"]})
    assert page.context["documents"] == [report]
    sent = {"van-ban": report.public_id, "dossier": dossier.pk}
    answer = browser.post("/ho-so/dua-vao/", sent, follow=True)
    assert "Đã đưa 1 văn bản vào hồ sơ 01.TCHC." in text_of(answer)
    answer = browser.post("/ho-so/dua-vao/", sent, follow=True)
    assert "1 văn bản đã có sẵn trong hồ sơ." in text_of(answer)
    assert report.filed_in.filter(dossier=dossier).count() == 1


def test_what_was_filed_by_mistake_is_taken_out_and_put_back(cast, report, dossier, signed_in):
    client = signed_in(cast.drafter)
    facts = {"van-ban": report.public_id, "dossier": dossier.pk}
    told = text_of(client.post("/ho-so/dua-vao/", facts, follow=True))
    out = f"/ho-so/{dossier.pk}/dua-ra/?van-ban={report.public_id}"
    assert f'action="{out}"' in told
    told = text_of(client.post(out, follow=True))
    assert ("Đã đưa 1 văn bản ra khỏi hồ sơ 01.TCHC." in told, dossier.items.count()) == (True, 0)
    back = f"/ho-so/{dossier.pk}/dua-vao-lai/?van-ban={report.public_id}"
    assert f'action="{back}"' in told
    told = text_of(client.post(back, follow=True))
    assert ("Đã đưa lại 1 văn bản" in told, dossier.items.count()) == (True, 1)


def test_what_is_no_longer_there_is_said_and_a_refusal_too(cast, report, closed, signed_in):
    address = f"/ho-so/{closed.pk}/dua-ra/"
    told = text_of(signed_in(cast.archivist).post(address, follow=True))
    assert "Hồ sơ đã đóng nên không đưa văn bản ra được nữa." in told


def test_what_one_may_not_see_one_does_not_file(cast, signed_in):
    draft = life.begin(cast).document
    theirs = dossiers.start(
        cast.receiving_agency, code="9", title="X", retention=None, by=cast.receiver, at=life.now()
    )
    browser = signed_in(cast.stranger)
    assert browser.get("/ho-so/dua-vao/", {"van-ban": draft.public_id}).context["documents"] == []
    sent = {"van-ban": draft.public_id, "dossier": theirs.pk}
    assert browser.post("/ho-so/dua-vao/", sent).status_code == 422
    assert not theirs.items.exists()


def test_a_closed_dossier_asks_for_a_reason_or_a_sequel(cast, closed, signed_in):
    other = life.begin(cast).to("end").document
    sent = {"van-ban": other.public_id, "dossier": closed.pk}
    page = signed_in(cast.drafter).post("/ho-so/dua-vao/", sent)
    assert (page.status_code, page.context["may_reopen"]) == (409, False)
    sequel = f"/ho-so/mo/?tiep-theo={closed.pk}&van-ban={other.public_id}"
    assert page.context["sequel_url"] == sequel
    browser = signed_in(cast.archivist)
    refused = browser.post("/ho-so/dua-vao/", {**sent, "do": "reopen", "reason": " "})
    assert refused.status_code == 409
    assert text_of(refused).count("Mở lại hồ sơ thì phải nêu lý do.") == 2
    answer = browser.post("/ho-so/dua-vao/", {**sent, "do": "reopen", "reason": "Sót"}, follow=True)
    assert "Đã đưa 1 văn bản vào hồ sơ 01.TCHC." in text_of(answer)
    assert "«Sót»" in text_of(answer)


def test_the_sequel_proposes_its_code_and_both_lead_to_each_other(cast, closed, signed_in):
    browser = signed_in(cast.drafter)
    form = browser.get("/ho-so/mo/", {"tiep-theo": closed.pk}).context["form"]
    assert form.initial["code"] == "01.TCHC.2"
    facts = {"agency": cast.agency.pk, "code": "01.TCHC.2", "title": closed.title}
    page = text_of(browser.post("/ho-so/mo/", {**facts, "tiep-theo": closed.pk}, follow=True))
    assert f'<a href="/ho-so/{closed.pk}/">01.TCHC Thi đua năm 2026</a>' in page
    sequel = Dossier.objects.get(follows=closed)
    page = text_of(browser.get(f"/ho-so/{closed.pk}/"))
    assert f'<a href="/ho-so/{sequel.pk}/">01.TCHC.2 Thi đua năm 2026</a>' in page
    third = {**facts, "code": "x", "tiep-theo": closed.pk}
    assert browser.post("/ho-so/mo/", third).status_code == 409


def test_the_archivist_closes_and_opens_again_others_are_refused(cast, dossier, report, signed_in):
    dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())
    address = f"/ho-so/{dossier.pk}/"
    refused = signed_in(cast.drafter).post(address, {"do": "close"})
    assert refused.status_code == 409
    browser = signed_in(cast.archivist)
    asked = browser.post(address, {"do": "close"})
    question = text_of(asked).split("<dialog")[1].split("</dialog>")[0]
    assert (asked.status_code, "Hồ sơ có 1 văn bản." in question) == (200, True)
    for changed in ({"so": "1"}, {"so": "2", "confirmed": "1"}):
        assert browser.post(address, {"do": "close", **changed}).status_code == 200
    dossier.refresh_from_db()
    assert not dossier.is_closed
    confirmed = {"do": "close", "so": "1", "confirmed": "1"}
    assert "Đã đóng hồ sơ 01.TCHC." in text_of(browser.post(address, confirmed, follow=True))
    again = browser.post(address, confirmed)
    assert (again.status_code, "Hồ sơ đã được đóng rồi." in text_of(again)) == (409, True)
    assert browser.post(address, {"do": "reopen", "reason": ""}).status_code == 422
    answer = browser.post(address, {"do": "reopen", "reason": "Sót"}, follow=True)
    assert "Đã mở lại hồ sơ 01.TCHC." in text_of(answer)


@pytest.mark.parametrize("page", ["", "in/", "muc-luc.xlsx"])
def test_another_agency_finds_no_dossier(cast, dossier, signed_in, page):
    assert signed_in(cast.drafter).get(f"/ho-so/{dossier.pk}/{page}").status_code == 200
    assert signed_in(cast.stranger).get(f"/ho-so/{dossier.pk}/{page}").status_code == 404


def test_open_and_closed_dossiers_have_a_list_each(cast, closed, signed_in):
    browser = signed_in(cast.archivist)
    page = browser.get("/ho-so/")
    assert closed not in page.context["rows"]
    page = browser.get("/ho-so/", {"tinh-trang": "dong"})
    assert page.context["rows"] == [closed]
    assert signed_in(cast.stranger).get("/ho-so/").context["rows"] == []


def test_the_list_prints_every_document_in_the_order_of_filing(cast, closed, signed_in):
    page = signed_in(cast.archivist).get(f"/ho-so/{closed.pk}/in/")
    (row,) = page.context["rows"]
    assert row[0:2] == [1, "01/BC-BQLKKT"]
    assert row[3:5] == ["Báo cáo Kết quả thi đua", "Ban Quản lý Khu kinh tế tỉnh Sơn Hà"]
    assert "Tổng cộng 1 văn bản" in text_of(page)
    file = signed_in(cast.archivist).get(f"/ho-so/{closed.pk}/muc-luc.xlsx")
    sheet = load_workbook(BytesIO(file.content)).active
    assert [cell.value for cell in sheet[6]][0:2] == [1, "01/BC-BQLKKT"]


def test_what_a_reader_may_not_see_is_counted_and_not_shown(cast, dossier, signed_in):
    draft = life.begin(cast, subject=[{"s": "Việc riêng của phòng"}]).document
    dossiers.put_in(dossier, [draft], by=cast.drafter, at=life.now())
    page = signed_in(cast.investment_head).get(f"/ho-so/{dossier.pk}/")
    assert "Việc riêng của phòng" not in text_of(page)
    assert (page.context["lines"], page.context["unseen"]) == ([], 1)


def test_the_journal_names_a_document_only_to_who_may_see_it(cast, dossier, report, signed_in):
    draft = life.begin(cast, subject=[{"s": "Việc riêng của phòng"}]).document
    dossiers.put_in(dossier, [draft], by=cast.drafter, at=life.now())
    dossiers.put_in(dossier, [report], by=cast.drafter, at=life.now())

    def told(who):
        page = signed_in(who).get(f"/ho-so/{dossier.pk}/")
        return "Việc riêng của phòng" in text_of(page), [
            entry.text for entry in page.context["entries"]
        ][:2]

    assert told(cast.drafter) == (
        True,
        ["Đưa vào 01/BC-BQLKKT", "Đưa vào Việc riêng của phòng"],
    )
    hidden, sentences = told(cast.investment_head)
    assert (hidden, sentences[1]) == (False, "Đưa vào 1 văn bản")


def test_words_of_an_older_journal_are_counted_and_never_shown(cast, dossier, signed_in):
    dossiers.record(
        dossier, "FILLED", by=cast.drafter, at=life.now(), documents=["Trích yếu kín", "Khác"]
    )
    page = signed_in(cast.investment_head).get(f"/ho-so/{dossier.pk}/")
    assert "Trích yếu kín" not in text_of(page)
    assert page.context["entries"][0].text == "Đưa vào 2 văn bản"


def test_one_chooses_among_dossiers_that_are_open_or_of_this_year(cast, dossier, signed_in):
    old = dossiers.start(
        cast.agency, code="cũ", title="Đã lâu", retention=None, by=cast.drafter, at=life.now()
    )
    browser = signed_in(cast.drafter)

    def offered():
        page = browser.get("/ho-so/dua-vao/")
        return {key for key, _ in page.context["form"].fields["dossier"].choices if key}

    Dossier.objects.filter(pk=old.pk).update(opened_on="2001-02-03")
    assert offered() == {str(dossier.pk), str(old.pk)}
    Dossier.objects.filter(pk=old.pk).update(closed_on="2001-02-03", closed_by=cast.archivist)
    assert offered() == {str(dossier.pk)}


def test_a_longer_dossier_asks_no_more_of_the_database(
    cast, dossier, signed_in, django_assert_max_num_queries
):
    browser = signed_in(cast.drafter)
    documents = [life.begin(cast).document for _ in range(4)]
    dossiers.put_in(dossier, documents[:1], by=cast.drafter, at=life.now())
    browser.get(f"/ho-so/{dossier.pk}/")
    dossiers.put_in(dossier, documents, by=cast.drafter, at=life.now())
    with django_assert_max_num_queries(24):
        browser.get(f"/ho-so/{dossier.pk}/")
