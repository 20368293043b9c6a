"""The address of a receiver as an administrator types it."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from exchange.errors import AddressRefused

LONGEST: Final = 500  # characters
_LEFT_AS_TYPED: Final = "/%:@!$&'()*+,;=~-._?"
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: how, to which machine, and what is asked for there."""

    scheme: str
    host: str  # ASCII; an IPv6 address without its brackets
    port: int
    path: str  # with the query

    @property
    def authority(self) -> str:
        """The host as its header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read(text: str, *, http_allowed: bool) -> Target:
    """Read an address; raises AddressRefused with the sentence that says what is wrong."""
    if len(text) > LONGEST:
        raise AddressRefused(f"Địa chỉ dài quá {LONGEST} ký tự.")
    if any(not letter.isprintable() or letter.isspace() or letter == "\\" for letter in text):
        raise AddressRefused("Địa chỉ có khoảng trắng hoặc ký tự lạ; hãy dán lại địa chỉ.")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused("Địa chỉ không đúng; ví dụ: https://nhan.example.vn/tin.") from error
    if parts.scheme not in _PORTS or (parts.scheme == "http" and not http_allowed):
        raise AddressRefused("Địa chỉ phải bắt đầu bằng https://.")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("Địa chỉ không được chứa tên đăng nhập hoặc mật khẩu.")
    if "#" in text:
        raise AddressRefused("Địa chỉ không được có phần sau dấu #.")
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        scheme=parts.scheme,
        host=_in_ascii(host),
        port=_PORTS[parts.scheme] if port is None else port,
        path=quote((parts.path or "/") + query, safe=_LEFT_AS_TYPED),
    )


def _in_ascii(host: str) -> str:
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressRefused("Tên máy chủ trong địa chỉ không đúng.") from error
    if not name:
        raise AddressRefused("Địa chỉ thiếu tên máy chủ; ví dụ: https://nhan.example.vn/tin.")
    return name
