"""One POST to a machine that is not ours, within limits that hold whatever it does.

The name is resolved once, and the connection goes to the very address that was judged: a name
that means another address a moment later leads nowhere. TLS is checked against the name. No
redirect is followed, no proxy asked. All of it, the handshake and each byte of the answer
included, ends at one moment; of the answer only its beginning is read.
"""

import select
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Final, TypeVar, cast

from exchange.addresses import Target
from exchange.errors import AddressRefused, NoAnswer
from exchange.networks import Network, may_be_called

CONNECT: Final = 3.0  # seconds to find the machine, and as many to connect to it
TOTAL: Final = 10.0  # seconds for everything
LINGER: Final = 1.0  # seconds for the body, once the status is known
READ: Final = 16 * 1024  # octets of the answer, its head included
KEPT: Final = 500  # characters of the answer's body

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said: the status, and the beginning of the body as one line."""

    status: int
    text: str


def post(
    target: Target, body: bytes, *, headers: Mapping[str, str], allowed: Sequence[Network]
) -> Answer:
    """Send one body; raises AddressRefused where it may not go, NoAnswer where nobody answers."""
    until = monotonic() + TOTAL
    addresses = _resolve(target)
    for address in addresses:
        if not may_be_called(address, allowed=allowed):
            raise AddressRefused(
                f"{target.host} ở địa chỉ {address}, là địa chỉ nội bộ hoặc đặc biệt mà người vận"
                " hành chưa cho phép gọi."
            )
    try:
        with _connected(target, addresses, until=until) as connection:
            _send(connection, _request(target, body, headers), until=until)
            return _read(connection, until=until)
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer(f"Chứng thư TLS không dùng được: {error.verify_message}.") from error
    except ssl.SSLError as error:
        raise NoAnswer("Không lập được kết nối TLS.") from error
    except TimeoutError as error:
        raise NoAnswer(f"Nơi nhận không trả lời trong {TOTAL:.0f} giây.") from error
    except OSError as error:
        raise NoAnswer("Kết nối bị ngắt trước khi có trả lời.") from error


def _resolve(target: Target) -> list[str]:
    """Return all addresses of a host; a name server that hangs is not waited for."""
    found: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as error:
            found.put(error if isinstance(error, OSError) else OSError())

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = found.get(timeout=CONNECT)
    except Empty as error:
        raise NoAnswer(f"Không tra được tên máy chủ {target.host} (DNS không trả lời).") from error
    if isinstance(answer, OSError):
        raise NoAnswer(f"Không tìm thấy máy chủ {target.host}.") from answer
    return answer


def _connected(target: Target, addresses: Sequence[str], *, until: float) -> socket.socket:
    reachable = monotonic() + CONNECT
    for n, address in enumerate(addresses, start=1):
        try:
            plain = _connect(address, target.port, left=max(reachable - monotonic(), 0.01))
        except TimeoutError as error:
            raise NoAnswer(f"Không nối được đến nơi nhận trong {CONNECT:.0f} giây.") from error
        except OSError as error:
            if n == len(addresses):
                raise NoAnswer("Không nối được đến nơi nhận: máy chủ từ chối.") from error
            continue
        plain.setblocking(False)
        return plain if target.scheme == "http" else _over_tls(plain, target, until=until)
    raise NoAnswer(f"Không tìm thấy máy chủ {target.host}.")


def _connect(address: str, port: int, *, left: float) -> socket.socket:
    """Connect to an address in figures; the library's own function would resolve once more."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(left)
        plain.connect((address, port))
    except BaseException:
        plain.close()
        raise
    return plain


def _over_tls(plain: socket.socket, target: Target, *, until: float) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    try:
        secured = context.wrap_socket(
            plain, server_hostname=target.host, do_handshake_on_connect=False
        )
    except BaseException:
        plain.close()
        raise
    try:
        _patiently(secured, secured.do_handshake, select.POLLIN, until=until)
    except BaseException:
        secured.close()
        raise
    return secured


def _request(target: Target, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = {
        "Host": target.authority,
        "User-Agent": "DauSon",
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {target.path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


def _send(connection: socket.socket, request: bytes, *, until: float) -> None:
    rest = memoryview(request)
    while rest:
        part = rest
        sent = _patiently(connection, lambda: connection.send(part), select.POLLOUT, until=until)  # noqa: B023 - called at once
        rest = rest[sent:]


def _read(connection: socket.socket, *, until: float) -> Answer:
    """Read the status, then as much of the body as comes soon: it is only a note."""
    got = b""
    answered = False
    while len(got) < READ:
        try:
            more = _patiently(connection, lambda: connection.recv(4096), select.POLLIN, until=until)
        except OSError:
            if answered:
                break
            raise
        if not more:
            break
        got += more
        if not answered and b"\r\n\r\n" in got:
            answered, until = True, min(until, monotonic() + LINGER)
        if answered and _is_whole(got):
            break
    return _answer(got)


def _is_whole(got: bytes) -> bool:
    head, _, body = got.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length" and value.strip().isdigit():
            return len(body) >= int(value)
    return False


def _answer(got: bytes) -> Answer:
    try:
        response = HTTPResponse(cast("socket.socket", _Recorded(got)), method="POST")
        response.begin()
        try:
            body = response.read(4 * KEPT)
        except IncompleteRead as cut:
            body = cut.partial
    except (HTTPException, ValueError, OSError) as error:
        raise NoAnswer("Nơi nhận trả lời không đúng giao thức HTTP.") from error
    said = body.decode("utf-8", "replace")
    letters = (letter if letter.isprintable() else " " for letter in said)
    return Answer(response.status, " ".join("".join(letters).split())[:KEPT])


class _Recorded:
    """What was read, as the standard library's reader of answers wants it."""

    def __init__(self, got: bytes) -> None:
        self._got = got

    def makefile(self, *_: Any, **__: Any) -> BytesIO:
        return BytesIO(self._got)


def _patiently(
    connection: socket.socket, act: Callable[[], T], waits_for: int, *, until: float
) -> T:
    """Do what needs the other side, waiting for it no longer than until a moment."""
    while True:
        try:
            return act()
        except ssl.SSLWantReadError:
            event = select.POLLIN
        except ssl.SSLWantWriteError:
            event = select.POLLOUT
        except BlockingIOError:
            event = waits_for
        poll = select.poll()
        poll.register(connection, event)
        left = until - monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
