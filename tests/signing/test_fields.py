"""Preparing: four fields, locked and tagged, in one revision."""

import io

import pikepdf
import pytest

import signing
from tests.signing import paper
from tests.signing.office import Office


def test_the_fields_stand_in_the_order_in_which_they_are_painted(office: Office):
    with pikepdf.open(io.BytesIO(office.prepared)) as document:
        names = [str(each.T) for each in document.Root.AcroForm.Fields]
    assert names == [signing.NUMBER, signing.DATE, signing.LEADER, signing.SEAL]


def test_the_seal_locks_everything_and_the_leader_only_itself(office: Office):
    with pikepdf.open(io.BytesIO(office.prepared)) as document:
        locks = {
            str(each.T): (int(each.Lock.P), str(each.Lock.Action), [*map(str, each.Lock.Fields)])
            for each in document.Root.AcroForm.Fields
            if "/Lock" in each
        }
    everything = [signing.NUMBER, signing.DATE, signing.LEADER, signing.SEAL]
    assert locks == {
        signing.LEADER: (2, "/Include", [signing.LEADER]),
        signing.SEAL: (1, "/Include", everything),
    }


def test_every_field_is_tagged_where_it_is_read(office: Office):
    with pikepdf.open(io.BytesIO(office.prepared)) as document:
        elements, waiting = [], [document.Root.StructTreeRoot.K]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting.extend(reversed(list(element)))
            elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
                if pikepdf.Name.Form == element.S:
                    elements.append(str(element.K.Obj.T))
                waiting.append(element.get("/K", pikepdf.Array()))
    assert elements == [signing.NUMBER, signing.DATE, signing.LEADER, signing.SEAL]


def test_a_field_lies_where_its_place_was(office: Office):
    place = paper.typeset()[1]["seal"]
    with pikepdf.open(io.BytesIO(office.prepared)) as document:
        left, bottom, right, top = map(float, document.Root.AcroForm.Fields[3].Rect)
        height = float(document.pages[0].MediaBox[3])
    assert (left, height - top) == pytest.approx((place.x, place.y), abs=0.01)
    assert (right - left, top - bottom) == pytest.approx((place.w, place.h), abs=0.02)


def test_the_same_page_is_prepared_to_the_same_bytes(office: Office):
    assert office.prepare() == office.prepared


@pytest.mark.parametrize("key", ["number", "date", "leader", "seal"])
def test_a_page_without_a_place_is_refused(key: str):
    pdf, places = paper.typeset()
    rest = {name: place for name, place in places.items() if name != key}
    with pytest.raises(signing.CannotPrepare, match=key):
        signing.prepare(pdf, rest, blank_lines=paper.lines("a", "b"))


def test_a_place_outside_the_page_is_refused():
    pdf, places = paper.typeset()
    outside = {**places, "seal": signing.Place(1, 560, 700, 100, 100)}
    with pytest.raises(signing.CannotPrepare, match="ngoài trang"):
        signing.prepare(pdf, outside, blank_lines=paper.lines("a", "b"))


def test_a_page_without_tags_is_refused():
    lines = paper.compiler().compile(format="pdf", pdf_tags=False, sys_inputs={"lines": "[]"})
    with pytest.raises(signing.CannotPrepare, match="thẻ cấu trúc"):
        signing.prepare(lines, paper.typeset()[1], blank_lines=paper.lines("a", "b"))


def test_a_page_already_prepared_is_refused(office: Office):
    with pytest.raises(signing.CannotPrepare):
        office.prepare(office.prepared)


def test_bytes_that_are_no_pdf_are_refused():
    with pytest.raises(signing.CannotPrepare):
        signing.prepare(b"x", paper.typeset()[1], blank_lines=paper.lines("a", "b"))
