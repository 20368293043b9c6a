import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.capacity_words import (
    Capacity,
    Printed,
    UnreadableCapacity,
    parse,
    print_fields,
    print_lines,
)

titles = st.sampled_from(
    ["TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "CHỦ TỊCH UBND Q. BÌNH THẠNH", "GIÁM ĐỐC SỞ NỘI VỤ"]
)
blocks = st.one_of(
    st.builds(Printed, st.just(Capacity.NONE), st.just(""), titles | st.just("")),
    st.builds(Printed, st.just(Capacity.Q), st.just(""), titles),
    st.builds(
        Printed,
        st.sampled_from([Capacity.KT, Capacity.TM, Capacity.TL, Capacity.TUQ]),
        titles,
        titles | st.just(""),
    ),
    st.builds(
        Printed, st.sampled_from([Capacity.TM, Capacity.TL]), titles, titles, deputy_of=titles
    ),
    st.builds(Printed, st.just(Capacity.TM), titles, titles, is_acting=st.just(True)),
)


@pytest.mark.parametrize(
    ("authority", "title", "printed"),
    [
        (None, "CHÁNH VĂN PHÒNG", Printed(Capacity.NONE, "", "CHÁNH VĂN PHÒNG")),
        ("", "TRƯỞNG BAN", Printed(Capacity.NONE, "", "TRƯỞNG BAN")),
        (
            "KT. TRƯỞNG BAN",
            "PHÓ TRƯỞNG BAN",
            Printed(Capacity.KT, "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
        ),
        ("Q. GIÁM ĐỐC", None, Printed(Capacity.Q, "", "GIÁM ĐỐC")),
        (None, "Q. GIÁM ĐỐC", Printed(Capacity.Q, "", "GIÁM ĐỐC")),
        (
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            Printed(Capacity.TM, "ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", Printed(Capacity.TL, "CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (
            "TUQ. CHỦ TỊCH",
            "GIÁM ĐỐC SỞ NỘI VỤ",
            Printed(Capacity.TUQ, "CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"),
        ),
        (
            "TM. ỦY BAN NHÂN DÂN",
            "Q. CHỦ TỊCH",
            Printed(Capacity.TM, "ỦY BAN NHÂN DÂN", "CHỦ TỊCH", is_acting=True),
        ),
    ],
)
def test_the_lines_say_in_whose_place_one_signs(authority, title, printed):
    assert parse(authority, title) == printed


@pytest.mark.parametrize(
    ("authority", "title"),
    [
        ("TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG"),
    ],
)
def test_a_deputy_under_another_authority_has_three_lines(authority, title):
    printed = parse(authority, title)

    assert printed == Printed(
        Capacity.TL, "CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG", deputy_of="CHÁNH VĂN PHÒNG"
    )
    assert print_lines(printed) == (
        "TL. CHỦ TỊCH",
        "KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
    )
    assert print_fields(printed) == (
        "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
    )


@pytest.mark.parametrize(
    "authority",
    ["KT.TRƯỞNG BAN", "KT . TRƯỞNG  BAN", "KT TRƯỞNG BAN", "kt. TRƯỞNG BAN", "K/T. TRƯỞNG BAN"],
)
def test_the_blank_after_the_prefix_is_set_right(authority):
    printed = parse(authority, "PHÓ TRƯỞNG BAN")

    assert print_lines(printed) == ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")


def test_decomposed_letters_are_composed():
    assert parse(None, "TRU\u031bO\u031b\u0309NG BAN").title == "TRƯỞNG BAN"


@pytest.mark.parametrize("missing", [None, "", "  "])
def test_a_missing_title_stays_missing(missing):
    assert parse(None, missing) == Printed(Capacity.NONE, "", "")
    assert parse("KT. TRƯỞNG BAN", missing) == Printed(Capacity.KT, "TRƯỞNG BAN", "")
    assert print_fields(parse("KT. TRƯỞNG BAN", missing)) == ("KT. TRƯỞNG BAN", None)


def test_a_quarter_in_a_title_is_not_an_acting_head():
    title = "CHỦ TỊCH UBND Q. BÌNH THẠNH"

    assert parse(None, title) == Printed(Capacity.NONE, "", title)


@pytest.mark.parametrize(
    ("authority", "title", "message"),
    [
        (
            "TRƯỞNG BAN",
            "PHÓ TRƯỞNG BAN",
            (
                "Dòng «TRƯỞNG BAN» phải bắt đầu bằng KT., TM., TL., TUQ. hoặc Q., "
                "vì dưới dòng này còn chức vụ của người ký."
            ),
        ),
        (
            "PHÓ TRƯỞNG BAN",
            "KT. TRƯỞNG BAN",
            "Dòng «KT. TRƯỞNG BAN» phải đứng trên chức vụ của người ký.",
        ),
        (
            "TUQ. CHỦ TỊCH / KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            (
                "Các dòng thẩm quyền ký không đúng thể thức: "
                "«TUQ. CHỦ TỊCH / KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC»."
            ),
        ),
        (
            "Q. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Các dòng thẩm quyền ký không đúng thể thức: «Q. GIÁM ĐỐC / PHÓ GIÁM ĐỐC».",
        ),
    ],
)
def test_lines_outside_the_decrees_forms_are_refused(authority, title, message):
    with pytest.raises(UnreadableCapacity) as caught:
        parse(authority, title)

    assert caught.value.message == message


@given(blocks)
def test_what_is_printed_is_read_as_the_same(printed):
    assert parse(*print_fields(printed)) == printed
    assert parse("\n".join(print_lines(printed)), None) == printed


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_input_is_read_or_refused(authority, title):
    try:
        printed = parse(authority, title)
    except UnreadableCapacity:
        return
    assert parse(*print_fields(printed)) == printed


def test_every_capacity_has_its_words():
    assert [capacity.meaning for capacity in Capacity] == [
        *("trực tiếp ký", "ký thay", "thay mặt", "quyền", "thừa lệnh", "thừa ủy quyền")
    ]
