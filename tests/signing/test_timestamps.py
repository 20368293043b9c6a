"""Asking a timestamp authority: only an answer to our own question counts."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp

import signing
from signing.timestamps import read
from tests.signing.office import Office, now

IMPRINT = hashlib.sha256(b"x").digest()


@contextmanager
def authority(status: int, body: bytes) -> Iterator[str]:
    """An authority that answers the same to everything."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def test_a_token_says_when_and_by_whom(office: Office):
    stamp = read(office.timestamps.token(IMPRINT))
    assert abs((stamp.at - now()).total_seconds()) < 60


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        (503, b"", "máy chủ trả lời mã 503"),
        (200, b"<html>", "máy chủ trả lời sai khuôn dạng"),
        (200, b"", "máy chủ trả lời sai khuôn dạng"),
        (200, bytes(70_000), "máy chủ trả lời sai khuôn dạng"),
        (200, bytes.fromhex("30053003020102"), "máy chủ từ chối cấp"),
    ],
)
def test_an_unusable_answer_is_told_in_words(status: int, body: bytes, cause: str):
    with authority(status, body) as url, pytest.raises(signing.TimestampsUnavailable) as refused:
        signing.timestamp_client(url, timeout=5).token(IMPRINT)
    assert refused.value.cause == cause


def test_an_answer_to_another_question_is_refused(office: Office):
    asked = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": IMPRINT,
            },
        }
    )
    answer = office.server.authority.timestamp(asked.dump())
    with authority(200, answer) as url, pytest.raises(signing.TimestampsUnavailable) as refused:
        signing.timestamp_client(url, timeout=5).token(IMPRINT)
    assert refused.value.cause == "máy chủ trả lời cho một yêu cầu khác"


def test_only_web_addresses_are_asked():
    for url in ("file:///etc/passwd", "ftp://127.0.0.1/", ""):
        with pytest.raises(signing.TimestampsUnavailable, match="không hợp lệ"):
            signing.timestamp_client(url, timeout=1).token(IMPRINT)


def test_an_authority_that_says_nothing_is_given_up():
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        url = f"http://127.0.0.1:{silent.server_address[1]}/"
        with pytest.raises(signing.TimestampsUnavailable, match="không trả lời kịp"):
            signing.timestamp_client(url, timeout=0.2).token(IMPRINT)
