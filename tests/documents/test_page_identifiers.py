import pytest

from documents.pages.identifiers import LONGEST, Recognised, read_code, recognise

HASH = "9f2c5d1e0b7a4c38e6f1d2a3b4c5968778695a4b3c2d1e0f9f2c5d1e0b7a4c38"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7F3K91QD", "7F3K91QD"),
        ("7f3k-9lqd", "7F3K91QD"),
        (" 7F3K 9IQD ", "7F3K91QD"),
        ("oO0–iIlL", "0001111"),
        ("７F3K", "7F3K"),
        ("a/b?c", "ABC"),
        ("", ""),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed, code):
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "7F3K91QD",
        "7f3k–9lqd",
        "Mã xác thực: 7F3K-91QD",
        "mã: 7F3K 91QD",
        "https://vanban.example.gov.vn/xac-thuc/7F3K91QD/",
        "HTTPS://VANBAN.EXAMPLE.GOV.VN/X/7F3K91QD",
        "vanban.example.gov.vn/xac-thuc/7f3k%2D91qd/?tu=zalo",
    ],
)
def test_a_code_is_found_in_what_is_pasted(typed):
    assert recognise(typed) == Recognised(code="7F3K91QD")


@pytest.mark.parametrize("typed", [HASH, HASH.upper(), f"SHA-256 {HASH}", f"sha256: {HASH}"])
def test_a_hash_is_a_hash(typed):
    assert recognise(typed) == Recognised(sha256=HASH)


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("427/BC-BQLKKT", "Đây là số, ký hiệu"),
        ("Số: 05 / BC - VP", "Đây là số, ký hiệu"),
        ("12a/KH-UBND", "Đây là số, ký hiệu"),
        ("0b5ff8a6-6f0e-4a53-9d7e-0c2a3b1f4e55", "Đây là định danh của văn bản"),
        ("http://a.vn/van-ban/0b5ff8a6-6f0e-4a53-9d7e-0c2a3b1f4e55/", "Đây là định danh của"),
        ("H51.02.03", "Đây là mã định danh của cơ quan"),
        ("https://example.gov.vn/tin-tuc", "Đây là một địa chỉ trang khác"),
    ],
)
def test_what_stands_on_a_document_beside_the_code_is_called_by_its_name(typed, beginning):
    found = recognise(typed)
    assert (found.code, found.sha256) == ("", "")
    assert found.sentence.startswith(beginning)
    assert found.sentence.endswith("hoặc chọn tệp PDF.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Mã xác thực chỉ có chữ và số."),
        ("--", "Mã xác thực chỉ có chữ và số."),
        ("7F3K91", "Mã xác thực có tám chữ và số; ở đây mới có 6."),
        ("7F3K91QDAA", "Mã xác thực chỉ có tám chữ và số; ở đây có 10."),
        ("7F3Ư91QD", "Mã xác thực không có dấu; hãy tắt bộ gõ tiếng Việt rồi nhập lại."),
        ("7FĐ91QDA", "Mã xác thực không có dấu; hãy tắt bộ gõ tiếng Việt rồi nhập lại."),
        ("7F3U91QD", "Mã xác thực không có chữ U; xem lại đó có phải chữ V không."),
    ],
)
def test_what_is_wrong_with_a_code_is_said(typed, sentence):
    assert recognise(typed) == Recognised(sentence=sentence)


class Watched(str):
    """A text that says how much of it was taken."""

    def __getitem__(self, key):
        assert key == slice(None, LONGEST)
        return super().__getitem__(key)


@pytest.mark.parametrize("begins", ["sha256", "số", "mã xác thực", "7F3K"])
def test_a_hundred_thousand_blanks_are_no_code_and_are_cut_before_they_are_read(begins):
    typed = Watched(begins + " " * 100_000 + "x")
    assert recognise(typed).sentence


@pytest.mark.parametrize(
    "typed",
    ["SHA256: " + "a" * 64, "sha-256 " + "A" * 64, "  sha256:" + "a" * 64],
)
def test_a_hash_with_its_name_before_it_is_a_hash(typed):
    assert recognise(typed).sha256 == "a" * 64
