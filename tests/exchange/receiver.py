"""A receiver of webhooks, good or bad, on this machine; it keeps what it was sent."""

import hashlib
import hmac
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def verify(secret: str, header: str, body: bytes) -> bool:
    """Check a signature as docs/operations/webhooks.md tells receivers to, without our code."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    if abs(time.time() - int(parts["t"])) > 300:
        return False
    signed = parts["t"].encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts["v1"])


@dataclass
class Receiver:
    """Where it listens, what it says next, what it was sent: pairs of signature and body."""

    url: str
    says: str = "good"
    got: list[tuple[str, bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.got.append((self.headers["X-DauSon-Signature"], body))
        getattr(self, f"_{self.receiver.says}")()

    def _say(self, status: int, body: bytes = b"ok", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _good(self) -> None:
        self._say(200, "đã ghi\x00 nhận\n".encode())

    def _broken(self) -> None:
        self._say(500, b"<h1>Internal error</h1>")

    def _redirect(self) -> None:
        self._say(302, Location=self.receiver.url + "/elsewhere")

    def _hang(self) -> None:
        self.receiver.over.wait(20)
        self.close_connection = True

    def _drip(self) -> None:
        """Send one octet of the head after the other, each well within any time-out of its own."""
        self.close_connection = True
        for octet in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 500:
            if self.receiver.over.wait(0.1):
                return
            try:
                self.wfile.write(bytes([octet]))
            except OSError:
                return

    def _huge(self) -> None:
        """Answer at once, and then never end."""
        self.close_connection = True
        self.send_response(200)
        self.end_headers()
        try:
            while not self.receiver.over.is_set():
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    def _unending(self) -> None:
        """Say that more comes, and send no more."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"so far")
        self.wfile.flush()
        self.receiver.over.wait(20)
        self.close_connection = True

    def _rubbish(self) -> None:
        self.close_connection = True
        self.wfile.write(b"\x00\xffSSH-2.0-not a web server\r\n\r\n")

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        pass


@contextmanager
def receiver(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a receiver on a free port of the loopback."""

    class Handler(_Handler):
        pass

    server = _Server(("127.0.0.1", 0), Handler)
    scheme, host = ("https", "localhost") if context else ("http", "127.0.0.1")
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    mine = Receiver(f"{scheme}://{host}:{server.server_address[1]}/tin")
    Handler.receiver = mine
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield mine
    finally:
        mine.over.set()
        server.shutdown()
        thread.join()
        socketserver.TCPServer.server_close(server)


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for a host name; return what a server needs, and the file to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(exist_ok=True)
    trusted, secret = folder / f"{name}.pem", folder / f"{name}.key"
    trusted.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return context, trusted
