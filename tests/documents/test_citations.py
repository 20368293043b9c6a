import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.citations import Citation, find

SHARED_SEEDS = Path("/work/shared/seeds")


def codes(text: str) -> list[str]:
    return [citation.code for citation in find(text)]


@pytest.mark.parametrize(
    "code",
    [
        *("15/QĐ-BNV", "32/KH-BQLKKT", "506/BC-VP", "05/BNV-VP", "12/UBND-VX", "611/SNV-CCVC"),
        *("309/SNV-TĐKT", "733/QĐ-TTg", "55/NQ-HĐND", "12/GM-VP2", "7/UBND-KT1", "9/QyĐ-BQL"),
        *("82/2018/NĐ-CP", "53/2021/QĐ-UBND", "01/2019/TT-BNV", "33/2024/QH15"),
        *("34-CT/TW", "57-CT/TU", "15-NQ/TU", "57-CT/TƯ", "12-KH/ĐUK", "3/QĐ-UBND-HC"),
    ],
)
def test_every_family_of_codes_is_found(code):
    assert codes(f"theo văn bản số {code}, ngày 01/10/2019.") == [code]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("số\n\n773/QĐ-TTg", "773/QĐ-TTg"),
        ("Số: 32 /KH-BQLKKT", "32/KH-BQLKKT"),
        ("506 /BC - VP ngày", "506/BC-VP"),
        ("1847/QÐ-TTg", "1847/QĐ-TTg"),
        ("611/SNV‑CCVC", "611/SNV-CCVC"),
        ("611/SNV–CCVC", "611/SNV-CCVC"),
        ("34−CT/TW", "34-CT/TW"),
        ("số 64/KH-\nUBND", "64/KH-UBND"),
        ("57-CT/TU\u031b", "57-CT/TƯ"),
    ],
)
def test_a_mistyped_code_is_mended(written, code):
    assert codes(written) == [code]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("66/KH-UBND - Sở Nội vụ", ["66/KH-UBND"]),
        ("66/KH-UBND - UBND tỉnh", ["66/KH-UBND"]),
        ("05/QĐ-UBND, 06/QĐ-UBND", ["05/QĐ-UBND", "06/QĐ-UBND"]),
    ],
)
def test_a_code_ends_where_other_text_begins(written, expected):
    assert codes(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        *(
            "22/3/2024",
            "94,88%",
            "2.262/4.946",
            "24/7 - ABC",
            "Số: /BC-VP",
            "3/QĐ",
            "năm 2019-2025",
        ),
        *("12/UBND-Sở", "x12/BC-VP", "2.262/KH-UBND", "1/12/BC-VP", "123456/BC-VP"),
        *("1/2 tháng", "Điều 3/Khoản", "COVID-19/BYT", "12/kh-ubnd"),
    ],
)
def test_other_figures_are_no_codes(written):
    assert find(written) == ()


def test_a_citation_carries_its_day_and_place():
    text = "Căn cứ Quyết định số 23/2016/QĐ-UBND ngày 09/5/2016 của UBND tỉnh"

    (citation,) = find(text)

    assert citation == Citation(
        number=23,
        year=2016,
        notation="QĐ-UBND",
        code="23/2016/QĐ-UBND",
        on=date(2016, 5, 9),
        start=21,
        end=36,
    )
    assert text[citation.start : citation.end] == citation.code


@pytest.mark.parametrize(
    ("after", "on"),
    [
        (", ngày 15/6/2016 của", date(2016, 6, 15)),
        (" ngày 09 tháng 4 năm 2022", date(2022, 4, 9)),
        (" ngày 31/6/2016", None),
        (" của UBND tỉnh, ngày 15/6/2016", None),
        ("", None),
    ],
)
def test_only_the_day_right_after_a_code_is_its_day(after, on):
    (citation,) = find(f"10-CT/TU{after}")

    assert citation.on == on


def test_the_same_number_of_two_years_gives_two_citations():
    found = find("05/KH-VP ngày 25/01/2019 và 05/KH-VP ngày 06/02/2020")

    assert [(citation.code, citation.on) for citation in found] == [
        ("05/KH-VP", date(2019, 1, 25)),
        ("05/KH-VP", date(2020, 2, 6)),
    ]


@given(st.text(alphabet="0123456789/-– ĐQTWUBNDgKH\n.,", max_size=60))
def test_a_found_code_is_found_again_as_itself(text):
    for citation in find(text):
        assert codes(citation.code) == [citation.code]


@pytest.mark.parametrize("unit", ["A", "12/", "1/A-", "34-CT/", " ", "\u0110\u0302"])
def test_an_endless_text_is_searched_in_one_pass(unit):
    assert len(codes(f"12/{unit * 100_000}")) < 2


def test_every_citation_of_the_shared_seeds_is_found():
    if not SHARED_SEEDS.is_dir():
        pytest.skip("the shared seeds are not on this machine")
    seeds = json.loads((SHARED_SEEDS / "seeds.json").read_text())["documents"]

    for seed in seeds:
        found = set(codes((SHARED_SEEDS / seed["seed_file"]).read_text()))
        own = f"{seed['number']['number']}/{seed['number']['notation']}" if seed["number"] else ""
        assert found - {own} == {reference["code_text"] for reference in seed["references"]}


def test_the_days_of_the_shared_seeds_citations_are_read():
    if not SHARED_SEEDS.is_dir():
        pytest.skip("the shared seeds are not on this machine")
    seeds = json.loads((SHARED_SEEDS / "seeds.json").read_text())["documents"]
    references = [reference for seed in seeds for reference in seed["references"]]

    assert len(references) > 20
    for reference in references:
        (citation,) = [
            citation
            for citation in find(reference["quote"])
            if citation.code == reference["code_text"]
        ]
        day = citation.on.isoformat() if citation.on else None
        if "ngày" in reference["quote"]:
            assert day == reference["date"]
