"""One POST within limits, whatever the other side does; no test waits for the real limits."""

import ipaddress
import socket
import threading

import pytest

from exchange import addresses, wire
from exchange.errors import AddressRefused, NoAnswer
from exchange.wire import Answer
from tests.exchange.receiver import certified, receiver

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")]


def post(url, allowed=LOOPBACK):
    target = addresses.read(url, http_allowed=True)
    return wire.post(target, b'{"a":1}', headers={"X-DauSon-Signature": "s"}, allowed=allowed)


@pytest.mark.parametrize(
    ("says", "answer"),
    [
        ("good", Answer(200, "đã ghi nhận")),
        ("broken", Answer(500, "<h1>Internal error</h1>")),
        ("redirect", Answer(302, "ok")),
        ("huge", Answer(200, "x" * wire.KEPT)),
        ("unending", Answer(200, "so far")),
    ],
)
def test_what_is_answered_is_kept_short_and_followed_nowhere(there, says, answer):
    there.says = says
    assert (post(there.url), there.got) == (answer, [("s", b'{"a":1}')])


@pytest.mark.parametrize("says", ["hang", "drip"])
def test_a_receiver_that_hangs_is_left_at_the_limit(there, says):
    there.says = says
    with pytest.raises(NoAnswer, match=r"^Nơi nhận không trả lời trong 2 giây\.$"):
        post(there.url)


def test_what_is_no_web_server_is_said_to_be_none(there):
    there.says = "rubbish"
    with pytest.raises(NoAnswer, match="không đúng giao thức HTTP"):
        post(there.url)


def test_nobody_listening_is_told_as_such():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(NoAnswer, match="máy chủ từ chối"):
        post(f"http://127.0.0.1:{port}/")


def test_a_name_server_that_hangs_is_not_waited_for(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(5) and [])
    with pytest.raises(NoAnswer, match="DNS không trả lời"):
        post("http://nhan.example.vn/")
    over.set()


def test_this_machine_is_called_only_where_the_operator_allows_it(there):
    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1, là địa chỉ nội bộ"):
        post(there.url, allowed=[])
    assert there.got == []


def test_a_name_that_means_one_forbidden_address_among_others_is_refused(monkeypatch, there):
    port = int(there.url.split(":")[2].split("/")[0])
    rows = [(socket.AF_INET, 1, 6, "", (ip, port)) for ip in ("127.0.0.1", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.7"):
        post(f"http://nhan.example.vn:{port}/")
    assert there.got == []


def test_a_name_that_changes_its_meaning_is_asked_only_once(monkeypatch, there):
    """A second answer would lead elsewhere: the connection goes to the address that was judged."""
    port = int(there.url.split(":")[2].split("/")[0])
    asked = []

    def resolve(host, *_, **__):
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, 1, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    answer = post(f"http://nhan.example.vn:{port}/")
    assert (answer.status, asked) == (200, ["nhan.example.vn"])


def test_tls_is_checked_against_the_name(tmp_path, monkeypatch):
    context, trusted = certified(tmp_path, "localhost")
    monkeypatch.setattr("ssl.SSLContext.load_default_certs", lambda *_: None)
    with receiver(context) as secured:
        with pytest.raises(NoAnswer, match="Chứng thư TLS không dùng được"):
            post(secured.url)  # nobody trusts who issued it
        monkeypatch.setattr(
            "ssl.SSLContext.load_default_certs",
            lambda context, *_: context.load_verify_locations(trusted),
        )
        assert post(secured.url) == Answer(200, "đã ghi nhận")
        with pytest.raises(NoAnswer, match="Chứng thư TLS không dùng được"):
            post(secured.url.replace("localhost", "127.0.0.1"))  # another name
    assert len(secured.got) == 1


def test_a_receiver_that_hangs_within_the_handshake_is_left_too():
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(NoAnswer, match="không trả lời"),
    ):
        post(f"https://127.0.0.1:{silent.getsockname()[1]}/")
