import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from agencies.models import Official
from config.middleware import ClientAddress
from config.wsgi import application

MB = 1024 * 1024


def asked(path, **meta):
    """Ask with a made-up length: a body that is read would be found empty."""
    client = Client(enforce_csrf_checks=True)
    return client.generic("POST", path, b"", "multipart/form-data; boundary=x", **meta)


@pytest.mark.parametrize(
    ("path", "largest"), [("/dang-nhap/", 12), ("/dang-xuat/", 12), ("/xac-thuc/7F3K91QD/", 30)]
)
def test_a_body_is_refused_by_its_length_before_its_token_is_looked_for(path, largest):
    refused = asked(path, CONTENT_LENGTH=str(largest * MB + 64 * 1024 + 1))
    assert refused.status_code == 413
    assert f"Nội dung gửi lên lớn quá {largest} MB; hãy chọn tệp nhỏ hơn." in (
        refused.content.decode()
    )
    assert asked(path, CONTENT_LENGTH=str(largest * MB)).status_code == 403


def test_a_body_of_unknown_length_is_refused():
    refused = asked("/xac-thuc/7F3K91QD/", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
    assert refused.status_code == 411
    assert "không cho biết độ dài" in refused.content.decode()


def test_the_refusal_carries_the_policy_of_every_page():
    refused = asked("/dang-nhap/", CONTENT_LENGTH=str(99 * MB))
    assert "default-src 'none'" in refused.headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-7", "idna", "rot13", "no-such", '"utf-16"', "a\x00b", "", "é"]
)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain"])
def test_what_is_not_in_utf8_is_refused_in_words(method, charset, kind):
    body = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\xff\xfe\r\n--x--'
    environ = RequestFactory().generic(method, "/dang-nhap/?next=%2Fa%C3%A2", body).environ
    environ["CONTENT_TYPE"] = f"{kind}; charset={charset}"
    answer = application.get_response(application.request_class(environ))
    assert answer.status_code == 415
    assert "không theo bảng mã UTF-8" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8"', "us-ascii"])
def test_utf8_is_read_however_it_is_spelt(charset):
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = Client().generic("POST", "/dang-nhap/", b"--x--", kind)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("proxies", "heard", "believed"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "không phải địa chỉ", "10.0.0.1"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_our_proxies_are_believed_about_who_asks(settings, proxies, heard, believed):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1")
    request.META["HTTP_X_FORWARDED_FOR"] = heard
    ClientAddress(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))(request)
    assert request.META["REMOTE_ADDR"] == believed


def test_who_comes_back_to_a_button_after_signing_in_is_told_that_nothing_was_done(db, client):
    client.force_login(Official.objects.create(username="ai", full_name="Ai Đó"))
    page = client.get("/thong-bao/da-xem/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "việc đó chưa được làm" in page.content.decode()
