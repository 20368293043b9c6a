import psycopg
from hypothesis import given
from hypothesis import strategies as st

from ui.alphabet import name_key, sort_key


def test_postgresql_sorts_keys_by_the_vietnamese_alphabet(postgres):
    in_order = ["An", "Án", "Anh", "Ăn", "Ân", "Đà", "Phòng 2", "Phòng 10", "Ỷ"]
    keys = [sort_key(name) for name in in_order]

    with psycopg.connect(postgres) as database:
        found = database.execute(
            "SELECT key FROM unnest(%s::text[]) key ORDER BY key", [keys[::-1]]
        )
        assert [key for (key,) in found] == keys


def test_names_sort_by_the_vietnamese_alphabet():
    in_order = [
        *("An", "An Bình", "Án", "Anh", "Ao", "Ăn", "Ân", "Bình", "Da", "Dạ", "Đà", "Hoa", "Hòa"),
        *("Hỏa", "Hóa", "Hoạ", "Kế", "KTĐ20", "On", "Ôn", "Ơn", "Phòng 2", "Phòng 10", "Ung"),
        *("Ứng", "Xa", "Ỷ", "Zê"),
    ]

    assert sorted(frozenset(in_order), key=sort_key) == in_order


def test_tones_sort_from_level_to_heavy():
    in_order = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert sorted(frozenset(in_order), key=sort_key) == in_order


def test_case_spelling_and_tone_place_do_not_change_the_order():
    assert sort_key("HOÀ BÌNH") == sort_key("hòa-bi\u0300nh")


@given(st.text(max_size=60))
def test_a_sort_key_is_text_that_postgresql_can_store(text):
    key = sort_key(text)

    assert "\x00" not in key
    key.encode()


def test_people_stand_by_their_given_name_then_by_the_rest():
    in_order = ["Vũ Thị Ánh", "Lê Văn An", "Nguyễn Văn An", "Trần Đức Đạt", "Cao Ân"]
    expected = [
        "Lê Văn An",
        "Nguyễn Văn An",
        "Vũ Thị Ánh",
        "Cao Ân",
        "Trần Đức Đạt",
    ]
    assert sorted(in_order, key=name_key) == expected
    assert name_key("") < name_key("An")
