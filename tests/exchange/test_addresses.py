import pytest

from exchange.addresses import Target, read
from exchange.errors import AddressRefused


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("https://nhan.example.vn", Target("https", "nhan.example.vn", 443, "/")),
        ("https://nhan.example.vn:8443/a?b=c", Target("https", "nhan.example.vn", 8443, "/a?b=c")),
        ("https://[2606:4700::1111]/tin", Target("https", "2606:4700::1111", 443, "/tin")),
        (
            "https://sở.example.vn/tin/sở",
            Target("https", "xn--s-lym.example.vn", 443, "/tin/s%E1%BB%9F"),
        ),
        ("http://127.0.0.1:81/", Target("http", "127.0.0.1", 81, "/")),
    ],
)
def test_an_address_is_read_into_where_the_call_goes(typed, target):
    assert read(typed, http_allowed=True) == target


@pytest.mark.parametrize(
    ("target", "named"),
    [
        (Target("https", "nhan.example.vn", 443, "/"), "nhan.example.vn"),
        (Target("https", "nhan.example.vn", 80, "/"), "nhan.example.vn:80"),
        (Target("https", "2606:4700::1111", 8443, "/"), "[2606:4700::1111]:8443"),
    ],
)
def test_the_host_is_named_as_its_header_wants_it(target, named):
    assert target.authority == named


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "phải bắt đầu bằng https"),
        ("nhan.example.vn", "phải bắt đầu bằng https"),
        ("http://nhan.example.vn/", "phải bắt đầu bằng https"),
        ("file:///etc/passwd", "phải bắt đầu bằng https"),
        ("gopher://127.0.0.1/", "phải bắt đầu bằng https"),
        ("https:///tin", "thiếu tên máy chủ"),
        ("https://a:b@nhan.example.vn/", "tên đăng nhập hoặc mật khẩu"),
        ("https://@nhan.example.vn/", "tên đăng nhập hoặc mật khẩu"),
        ("https://nhan.example.vn/#tin", "dấu #"),
        ("https://nhan.example.vn:99999/", "không đúng"),
        ("https://[::1/", "không đúng"),
        ("https://nhan.example.vn/ tin", "khoảng trắng"),
        ("https://nhan.example.vn/\r\nHost: x", "khoảng trắng"),
        ("https://nhan.example.vn\\@127.0.0.1/", "khoảng trắng hoặc ký tự lạ"),
        ("https://" + "a" * 64 + ".vn/", "Tên máy chủ"),
        ("https://nhan.example.vn/" + "a" * 500, "dài quá"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_in_words(typed, why):
    with pytest.raises(AddressRefused, match=why):
        read(typed, http_allowed=False)
