"""Recalling, replacing, correcting: by a newer document, once it is issued, and never otherwise."""

import re
import unicodedata

import pytest
from django.urls import reverse

from documents import overtaken, queries, registers
from documents.actions import overtaking
from documents.errors import CannotOvertake, NotFound
from documents.models import Document, RelationKind, Status
from documents.pages import journal_words
from tests import life
from workflow.actions import overtaking as acts
from workflow.errors import NotYourTurn
from workflow.models import Notice

RECALLS, REPLACES, CORRECTS = RelationKind.RECALLS, RelationKind.REPLACES, RelationKind.CORRECTS


@pytest.fixture
def older(cast, cheap_files):
    """Give a report that was issued and delivered."""
    return again(cast)


def again(cast):
    return life.begin(cast).to("receive").document


def name(report, kind, other, by=None):
    by = by or report.cast.drafter
    return acts.name(report.task, kind, other, by=by, at=life.now())


def issued(cast, kind, *others):
    """Give a newer report that is issued and says so of the others."""
    report = life.begin(cast)
    for other in others:
        name(report, kind, other)
    return report.to("receive").document


def on_hand(document):
    return Document.objects.get(pk=document.pk)


def code(document):
    return on_hand(document).register_entry.code


def test_it_takes_effect_with_the_issue_of_the_newer_document_and_those_concerned_are_told(
    cast, older
):
    kinds = {
        RECALLS: (older, Status.RECALLED, "RECALLED", "Đã bị thu hồi"),
        REPLACES: (again(cast), Status.REPLACED, "REPLACED", "Đã được thay thế"),
        CORRECTS: (again(cast), Status.CORRECTED, "CORRECTED", "Đã được đính chính"),
    }
    report = life.begin(cast)
    for kind, (other, *_) in kinds.items():
        name(report, kind, other)
    report.to("issue")
    for other, *_ in kinds.values():
        assert (on_hand(other).status, overtaken.by_what(on_hand(other))) == (Status.ISSUED, [])

    report.issue()
    newer = report.document
    for other, status, act, passive in kinds.values():
        (line,) = overtaken.by_what(on_hand(other))
        assert (on_hand(other).status, line.by, line.code) == (status, newer, code(newer))
        assert line.sentence.startswith(f"{passive} bằng {code(newer)} ngày ")
        event = other.events.latest("n")
        facts = {"code": code(newer), "newer": str(newer.public_id)}
        assert (event.act, event.by, event.facts) == (act, cast.clerk, facts)
        assert queries.journal_is_whole(other)
        told = Notice.objects.filter(
            document=other,
            sentence=f"{code(other)} của Ban Quản lý Khu kinh tế tỉnh Sơn Hà"
            f" {passive[:1].lower()}{passive[1:]} bằng {code(newer)}.",
        )
        usernames = sorted(told.values_list("official__username", flat=True))
        assert usernames == ["chuyenvien", "tiepnhan"]
    said = newer.events.filter(act="OVERTOOK").order_by("n").values_list("facts", flat=True)
    assert list(said) == [
        {"kind": kind.label, "other": code(other)} for kind, (other, *_) in kinds.items()
    ]
    assert list(queries.documents_whose_status_lies()) == []


def test_only_what_the_own_agency_issued_and_still_stands_is_overtaken(cast, older):
    draft, waiting = life.begin(cast), life.begin(cast).to("issue")
    report = life.begin(cast)
    for other, why in (
        (draft.document, "chưa phát hành"),
        (waiting.document, "chưa phát hành"),
        (report.document, "của chính cơ quan"),
    ):
        with pytest.raises(CannotOvertake, match=why):
            name(report, RECALLS, other)
    with pytest.raises(CannotOvertake, match="của chính cơ quan"):
        overtaking.name(
            report.document, RelationKind.ANSWERS, older, by=cast.drafter, at=life.now()
        )

    newer = issued(cast, RECALLS, older)
    with pytest.raises(CannotOvertake) as refused:
        name(report, CORRECTS, on_hand(older))
    assert refused.value.message.startswith(f"{code(older)}: đã bị thu hồi bằng {code(newer)} ngày")
    assert refused.value.message.endswith("nên không đính chính lần nữa.")


def test_what_replaces_is_of_the_same_kind(cast, older):
    symbol = {"value": None, "symbol": "KH-BQLKKT"}
    plan = life.begin(cast, type="KH", number=symbol)
    with pytest.raises(CannotOvertake, match="phải cùng tên loại"):
        name(plan, REPLACES, older)
    assert name(plan, RECALLS, older).kind == RECALLS


def test_what_was_overtaken_meanwhile_is_refused_at_submission(cast, older):
    slow = life.begin(cast)
    name(slow, REPLACES, older)
    issued(cast, RECALLS, older)
    with pytest.raises(CannotOvertake, match="không thay thế lần nữa"):
        slow.submit()
    acts.drop(slow.task, slow.document.relations.get().pk, by=cast.drafter, at=life.now())
    slow.submit()


def test_what_was_recalled_on_the_way_stays_recalled(cast, older):
    slow = life.begin(cast)
    name(slow, CORRECTS, older)
    slow.to("issue")
    first = issued(cast, RECALLS, older)
    slow.issue()

    assert on_hand(older).status == Status.RECALLED
    assert {line.by for line in overtaken.by_what(on_hand(older))} == {first, slow.document}
    assert list(queries.documents_whose_status_lies()) == []


def test_a_draft_says_one_thing_of_another_document_and_takes_it_back(cast, older):
    report = life.begin(cast)
    name(report, RECALLS, older)
    relation = name(report, CORRECTS, older)
    assert list(report.document.relations.values_list("kind", flat=True)) == [CORRECTS]
    acts.drop(report.task, relation.pk, by=cast.drafter, at=life.now())
    with pytest.raises(NotFound, match="không còn ghi"):
        acts.drop(report.task, relation.pk, by=cast.drafter, at=life.now())

    said = [one.text for one in journal_words.entries(report.document)][:3]
    assert said == [
        f"Bỏ ghi văn bản này đính chính {code(older)}",
        f"Ghi văn bản này đính chính {code(older)}",
        f"Ghi văn bản này thu hồi {code(older)}",
    ]
    report.to("receive")
    assert on_hand(older).status == Status.ISSUED


def test_nobody_but_the_drafter_in_turn_says_it(cast, older):
    report = life.begin(cast)
    for by in (cast.clerk, cast.leader, cast.stranger):
        with pytest.raises(NotYourTurn):
            name(report, RECALLS, older, by=by)
    task = report.task
    report.submit()
    with pytest.raises(NotYourTurn):
        acts.name(report.task, RECALLS, older, by=cast.head, at=life.now())
    with pytest.raises(Exception, match="đã do"):
        acts.name(task, RECALLS, older, by=cast.drafter, at=life.now())


def test_every_place_says_so_in_words_and_leads_to_the_newer_one(cast, older, signed_in, client):
    newer = issued(cast, RECALLS, older)
    sentence = overtaken.by_what(on_hand(older))[0].sentence
    own = reverse("document", args=[newer.public_id])
    public = reverse("verify-document", args=[newer.verification_code])
    arrival = older.arrivals.get()
    drafter, receiver, clerk = map(signed_in, (cast.drafter, cast.receiver, cast.clerk))

    for browser, url, link in (
        (drafter, reverse("document", args=[older.public_id]), own),
        (receiver, reverse("document", args=[older.public_id]), public),
        (receiver, reverse("read-incoming", args=[arrival.pk]), public),
        (drafter, f"{reverse('find-documents')}?q=kết+quả", public),
        (client, reverse("verify-document", args=[older.verification_code]), public),
    ):
        page = browser.get(url).content.decode()
        assert f'href="{link}"' in page, url
        if "find" not in url and "tim" not in url:
            assert sentence in re.sub(r"\s+", " ", page), url
        assert "thu hồi" in page, url
    stored = older.revisions.get().renditions.get(stage="ISSUED").object.sha256
    page = client.get(reverse("verify-file"), {"sha256": stored}).content.decode()
    assert ("Văn bản đã bị thu hồi" in page, f'href="{public}"' in page) == (True, True)
    register = clerk.get(reverse("outgoing-register")).content.decode()
    assert sentence in register
    asked = registers.Asked(cast.agency, life.now().year)
    (line, _) = registers.lines_out(
        registers.outgoing(asked, official=cast.clerk, on=life.now().date())
    )
    assert line.note == sentence


def test_the_drafter_finds_it_without_marks_and_presses_one_button(cast, older, signed_in):
    report = life.begin(cast)
    drafter = signed_in(cast.drafter)
    here = reverse("overtake", args=[report.task.pk])
    subject = on_hand(older).subject
    words = " ".join(subject.split()[:3])

    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
        if not unicodedata.combining(letter)
    )
    found = drafter.get(here, {"q": plain}).content.decode()
    assert f'value="{older.public_id}"' in found
    pressed = drafter.post(here, {"do": "RECALLS", "other": str(older.public_id)})
    assert (pressed.status_code, pressed["Location"]) == (302, here)
    page = drafter.get(here).content.decode()
    assert f"Khi phát hành, văn bản này thu hồi {code(older)}:" in page
    assert (
        f"{code(older)}"
        in drafter.get(reverse("task-draft", args=[report.task.pk])).content.decode()
    )

    stale = drafter.post(here, {"do": "drop", "relation": "12345"})
    assert (stale.status_code, "hãy tải lại trang" in stale.content.decode()) == (409, True)
    for typed in (
        {"do": "RECALLS", "other": "x"},
        {"do": "drop", "relation": "x"},
        {"do": "RECALLS"},
    ):
        refused = drafter.post(here, typed)
        assert (refused.status_code, "hãy tìm lại" in refused.content.decode()) == (422, True)
