import unicodedata

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.text.folding import (
    GRAMS_BYTES,
    QUERY_WORDS,
    WORD_BYTES,
    code_key,
    document_code,
    exact_phrase,
    fold,
    grams,
    highlight,
    query_phrase,
    query_words,
    read_search,
    tsvector_literal,
)

PASSAGE = "Ban Quản lý báo cáo Sở Nội vụ về vụ việc của Sở. Đề nghị Sở Nội vụ tổng hợp."

typed = st.text(max_size=80) | st.lists(
    st.sampled_from(["Sở", "nội", "VỤ", "506/BC-VP", "'", '"', "\\", "“", "&", ":*", "~", "🎉"]),
    max_size=8,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sở Nội vụ", "so noi vu"),
        ("ĐẶNG Ðình đường", "dang dinh duong"),
        ("94,88%", "94 88"),
        ("506 /BC - VP", "506 bc vp"),
        ("82/2018/NĐ-CP", "82 2018 nd cp"),
        ("KT.TRƯỞNG BAN_số", "kt truong ban so"),
        (". -", ""),
        ("🎉", ""),
        ("\x00'\\\"", ""),
    ],
)
def test_words_are_folded(text, folded):
    assert fold(text) == folded


def test_old_and_new_tone_places_fold_alike():
    assert fold("hoà thuỷ uỷ") == fold("hòa thủy ủy") == "hoa thuy uy"


@given(st.text(max_size=80))
def test_the_spelling_of_the_same_letters_does_not_matter(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    half = len(text) // 2
    mixed = unicodedata.normalize("NFC", text[:half]) + unicodedata.normalize("NFD", text[half:])

    assert fold(text) == fold(composed) == fold(decomposed) == fold(mixed)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_a_document_is_found_by_its_words_and_pairs_and_those_of_its_title():
    assert grams("Văn hóa công sở", title="Kế hoạch") == {
        *("van", "hoa", "cong", "so", "van~hoa", "hoa~cong", "cong~so"),
        *("t:ke", "t:hoach", "t:ke~hoach"),
    }


@given(typed, typed)
@example("", "")
def test_every_word_and_pair_of_a_text_is_one_of_its_grams(text, title):
    found = {f"'{gram}'" for gram in grams(text, title)}

    assert lexemes(query_words(text)) <= found
    assert lexemes(query_phrase(text)) <= found
    assert lexemes(query_words(title, title=True)) <= found
    assert lexemes(query_phrase(title, title=True)) <= found


def lexemes(query: str) -> set[str]:
    return set(query.split(" & ")) - {""}


@given(typed)
def test_nothing_typed_can_leave_its_quotation_marks(text):
    for query in (query_words(text), query_phrase(text), tsvector_literal(grams(text, text))):
        for lexeme in query.replace(" & ", " ").split():
            assert lexeme[0] == lexeme[-1] == "'"
            assert not set(lexeme[1:-1]) & set("'\\ &|!()")


def test_queries_ask_for_every_word_or_for_neighbours():
    assert query_words("Sở nội, sở") == "'so' & 'noi'"
    assert query_words("Sở", title=True) == "'t:so'"
    assert query_phrase("văn hóa công sở") == "'van~hoa' & 'hoa~cong' & 'cong~so'"
    assert query_phrase("Sở") == "'so'"
    assert query_phrase("kế hoạch", title=True) == "'t:ke~hoach'"


@pytest.mark.parametrize("text", ["", ". -", "🎉", '"'])
def test_a_query_without_words_is_empty(text):
    assert query_words(text) == query_phrase(text) == ""


def test_a_long_query_keeps_its_first_words():
    many = " ".join(f"w{position}" for position in range(2_000))

    assert query_words(many).split(" & ") == [f"'w{position}'" for position in range(QUERY_WORDS)]
    assert len(query_phrase(many).split(" & ")) == QUERY_WORDS


@pytest.mark.parametrize("letter", ["a", "漢", "𐍈", "ạ"])
def test_a_long_word_is_cut_to_what_postgresql_takes_for_document_and_query_alike(letter):
    word = letter * 5_000
    found = grams(f"{word} {word}b", title=word)

    assert max(len(gram.encode()) for gram in found) <= 2 * WORD_BYTES + 3 <= 2_046
    assert lexemes(query_words(word)) <= {f"'{gram}'" for gram in found}


def test_an_endless_document_keeps_its_title_and_its_beginning():
    text = " ".join(f"tu{position}" for position in range(100_000))

    found = grams(text, title="Báo cáo")

    assert {"t:bao", "t:cao", "t:bao~cao", "tu0", "tu0~tu1"} <= found
    assert "tu99999" not in found
    assert GRAMS_BYTES - 100 < sum(len(gram.encode()) for gram in found) <= GRAMS_BYTES


def test_an_endless_title_leaves_room_for_the_text():
    title = " ".join(f"tu{position}" for position in range(100_000))

    assert {"t:tu0", "t:tu499", "so~noi"} <= grams("Sở Nội vụ", title=title)


def test_the_vector_is_written_as_quoted_words_in_order():
    assert tsvector_literal({"so", "bao~cao", "t:bao"}) == "'bao~cao' 'so' 't:bao'"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "94,88%",
            "506 /BC - VP",
            "'\"\\",
            "&|!() :* ~ t:",
            "½ İ \x00",
            "漢" * 5_000,
            "ạ" * 2_000,
        ),
        " ".join(f"tu{position}" for position in range(100_000)),
    ],
)
def test_postgresql_takes_what_is_stored_and_finds_it_by_what_is_typed(postgres, text):
    vector = tsvector_literal(grams(text, title=text))
    queries = [
        query
        for title in (False, True)
        for query in (query_words(text, title=title), query_phrase(text, title=title))
        if query
    ]

    with psycopg.connect(postgres) as database:
        for query in queries:
            found = database.execute("SELECT %s::tsvector @@ %s::tsquery", [vector, query])
            assert found.fetchone() == (True,)


def test_phrases_in_quotation_marks_are_parted_from_loose_words():
    search = read_search('báo cáo "văn hóa công sở" 2024 “Sở Nội vụ” «đợt 1»')

    assert " ".join(search.words.split()) == "báo cáo 2024"
    assert search.phrases == ("văn hóa công sở", "Sở Nội vụ", "đợt 1")


def test_a_single_or_empty_quotation_mark_is_no_phrase():
    assert fold(read_search('"văn hóa').words) == "van hoa"
    assert read_search('"văn hóa').phrases == ()
    assert read_search('"." ""').phrases == ()


def test_a_phrase_is_words_in_a_row():
    assert exact_phrase("Thi đua thực hiện VĂN HOÁ\ncông sở.", "văn hóa, công sở")
    assert not exact_phrase("văn hóa và công sở", "văn hóa công sở")
    assert not exact_phrase("văn hóa công sởi", "công sở")
    assert not exact_phrase("văn hóa", "")
    assert not exact_phrase("", "")


def test_the_passage_begins_where_the_words_first_stand_in_a_row():
    assert highlight(PASSAGE, "so noi vu") == [
        ("Ban Quản lý báo cáo ", False),
        ("Sở Nội vụ", True),
        (" về ", False),
        ("vụ", True),
        (" việc của ", False),
        ("Sở", True),
        (". Đề nghị ", False),
        ("Sở Nội vụ", True),
        (" tổng hợp.", False),
    ]


def test_a_cut_passage_has_an_ellipsis_at_its_cut_ends():
    assert highlight(PASSAGE * 3, "tổng hợp", width=40) == [
        ("…", False),
        ("Nội vụ ", False),
        ("tổng hợp", True),
        (".Ban Quản lý báo cáo Sở", False),
        ("…", False),
    ]


def test_without_a_hit_the_passage_is_the_beginning():
    assert highlight("Ban Quản lý khu kinh tế", "xyz", width=12) == [
        ("Ban Quản lý", False),
        ("…", False),
    ]


@given(st.text(max_size=200), typed, st.integers(min_value=1, max_value=60))
def test_the_passage_is_a_part_of_the_text(text, words, width):
    pieces = highlight(text, words, width=width)
    passage = "".join(piece for piece, _ in pieces).removeprefix("…").removesuffix("…")

    assert passage in unicodedata.normalize("NFC", text)
    assert len(passage) <= width
    assert all(piece for piece, _ in pieces)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12/BC-…", (12, "bc")),
        ("12/BC-", (12, "bc")),
        ("427/BC", (427, "bc")),
        ("506 /BC - VP", (506, "bc-vp")),
        ("506/bc-vp", (506, "bc-vp")),
        ("05/QĐ-UBND", (5, "qd-ubnd")),
        ("Số: 32 /KH-BQLKKT", (32, "kh-bqlkkt")),
        ("số 611/SNV-CCVC", (611, "snv-ccvc")),
        ("12/GM-VP2", (12, "gm-vp2")),
        ("82/2018/NĐ-CP", (82, "2018/nd-cp")),
        ("34-CT/TW", (34, "ct/tw")),
        ("/BC-VP", (None, "bc-vp")),
        ("427‑CT/TW", (427, "ct/tw")),
    ],
)
def test_a_typed_code_is_recognised(text, code):
    assert document_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "506", "22/3/2024", "94,88%", "sở nội vụ", "báo cáo 506/BC-VP", ". -", "🎉", "1/a"),
        *("2019-2025", "12-kh", "-", "/", "9" * 2_000, "x/" * 1_000),
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text):
    assert document_code(text) is None


def test_codes_are_compared_without_blanks_marks_case_and_leading_zeros():
    assert code_key("Số: 05 /QĐ - UBND") == code_key("5/QÐ–UBND") == "5/qd-ubnd"
    assert code_key("34-CT/TW") == "34-ct/tw"


@given(st.integers(1, 99_999), st.sampled_from(["BC-VP", "QĐ-UBND", "KH-BQLKKT", "GM-VP2"]))
def test_a_typed_code_finds_the_key_of_the_registered_one(number, notation):
    found = document_code(f"{number:02d}/{notation}")

    assert found is not None
    assert code_key(f"{number:02d}/{notation}") == f"{found[0]}/{found[1]}"
