"""What is settled about a request before anything of it is believed or read."""

import ipaddress
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

Handler = Callable[[HttpRequest], HttpResponseBase]

MB: Final = 1024 * 1024
ROOM_FOR_THE_FORM: Final = 64 * 1024  # bytes that surround what is uploaded
LARGEST: Final = 12  # MB of a request's body; a draft may hold 10
LARGEST_AT: Final = {"/xac-thuc/": 30, "/api/v1/verification/files": 30}
MACHINES: Final = "/api/"  # addresses that are answered in JSON


class ClientAddress:
    """Put the client's own address into REMOTE_ADDR, where TRUSTED_PROXY_COUNT proxies tell it.

    Each of them appends to X-Forwarded-For whom it heard; what stands further left anybody may
    have written.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        count = settings.TRUSTED_PROXY_COUNT
        heard = request.headers.get("X-Forwarded-For", "").split(",")
        if 0 < count <= len(heard) and (address := _address(heard[-count])):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return ""


class LimitUploads:
    """Refuse a body that is too large by its length, before any of it is read.

    What looks for a form's token reads the whole body, and lays files on the disk: this comes
    before it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or ""
        if "HTTP_TRANSFER_ENCODING" in request.META and not length:
            return _refused(request, "Trình duyệt không cho biết độ dài của nội dung gửi lên.", 411)
        largest = largest_at(request.path)
        if length.isdecimal() and int(length) > largest * MB + ROOM_FOR_THE_FORM:
            sentence = f"Nội dung gửi lên lớn quá {largest} MB; hãy chọn tệp nhỏ hơn."
            return _refused(request, sentence, 413)
        return self.get_response(request)


class OnlyUtf8:
    """Refuse a request in another encoding than UTF-8, in which no page of ours sends its forms.

    Django would read names and addresses in it, too, and fail at what it makes of them.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = (request.content_params or {}).get("charset", "utf-8")
        if said.strip().lower() in ("utf-8", "utf8", "us-ascii", "ascii"):
            return self.get_response(request)
        request.encoding = "utf-8"  # for the page that says so
        sentence = (
            "Nội dung gửi lên không theo bảng mã UTF-8; hãy gửi lại bằng biểu mẫu của trang này."
        )
        return _refused(request, sentence, 415)


class SayWrongMethod:
    """Answer with a page who opens an address that only takes a form.

    Officials come there when their sign-in ended while they pressed a button: after signing in
    the browser opens the address that was pressed.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != 405 or request.method != "GET":
            return answer
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = answer.headers.get("Allow", "POST")
        return page


# As documents/api/refusing.py names them.
_CODES: Final = {411: "length_required", 413: "too_large", 415: "wrong_encoding"}


def largest_at(path: str) -> int:
    """Return how many MB a path may take."""
    return next((most for start, most in LARGEST_AT.items() if path.startswith(start)), LARGEST)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    if request.path.startswith(MACHINES):
        said = {"code": _CODES[status], "message": sentence}
        answer = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
        answer.headers["Connection"] = "close"
        return answer
    page = render(request, "config/upload_refused.html", {"sentence": sentence}, status=status)
    page.headers["Connection"] = "close"  # the body that follows is nobody's
    return page
