"""A throw-away certificate and timestamp authority, for rehearsals and tests only.

    python -m rehearsal.authority serve FOLDER --port N

What it issues lies in FOLDER for good: a holder's certificate never changes, and the server
answers for holders that another process has issued since it started.
"""

import argparse
import base64
import fcntl
import hashlib
import os
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from certomancer.services import TimeStamper
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_private_key,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from rehearsal import certificates

# Every certificate says so itself: nobody shall take one for that of a real authority.
_OPERATOR: Final = "Cơ quan chứng thực mẫu (THỬ NGHIỆM)"
_ROOT: Final = "CA gốc mẫu"
_CURRENT_FOR: Final = timedelta(days=7)  # a CRL, an OCSP answer
_LARGEST_QUESTION: Final = 64 * 1024


@dataclass(frozen=True)
class Issued:
    """A holder's certificate and the issuers above it without the root, all DER; the key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    private_key_pkcs8: bytes


@dataclass(frozen=True)
class _Pair:
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


class Authority:
    """Root, issuing authority and timestamp authority, kept in a folder.

    `base_url` is where it is served; the addresses in the certificates begin with it.
    """

    def __init__(self, folder: Path, base_url: str) -> None:
        self._folder = folder
        self._url = base_url.rstrip("/")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            self._root = self._pair("root") or self._make_root()
            self._issuing = self._pair("issuing") or self._make_issuing()
            self._tsa = self._pair("tsa") or self._make_tsa()

    @property
    def root_pem(self) -> bytes:
        """The root certificate, as PEM."""
        return self._root.certificate.public_bytes(Encoding.PEM)

    def issue(self, label: str, *, common_name: str, organization: str) -> Issued:
        """Return the certificate of a holder; it is made at the first call for a label."""
        name = f"holders/{_file_name(label)}"
        with self._alone():
            holder = self._pair(name) or self._make_holder(name, common_name, organization)
        return Issued(
            certificates.der(holder.certificate),
            (certificates.der(self._issuing.certificate),),
            certificates.pkcs8(holder.key),
        )

    def revoke(self, label: str, at: datetime) -> None:
        """Revoke a holder's certificate from a moment on; raises KeyError for an unknown label."""
        holder = self._pair(f"holders/{_file_name(label)}")
        if holder is None:
            raise KeyError(label)
        self._write(f"revoked/{holder.certificate.serial_number}", at.isoformat().encode())

    # What the server answers.

    def certificate(self, name: str) -> bytes:
        """Return the certificate (DER) of `root` or `issuing`."""
        return certificates.der(self._ca(name).certificate)

    def crl(self, name: str) -> bytes:
        """Return the current revocation list (DER) of `root` or `issuing`."""
        ca, now = self._ca(name), datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(ca.certificate.subject)
            .last_update(now)
            .next_update(now + _CURRENT_FOR)
            .add_extension(x509.CRLNumber(time.time_ns() // 1_000_000), critical=False)
            .add_extension(certificates.issuer_key_of(ca.key), critical=False)
        )
        for serial, since in self._revoked() if name == "issuing" else ():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(ca.key, SHA256()).public_bytes(Encoding.DER)

    def ocsp_answer(self, question: bytes) -> bytes:
        """Answer an OCSP question (DER) about one holder's certificate."""
        try:
            asked = ocsp.load_der_ocsp_request(question)
        except ValueError:
            return _refusal(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        key = x509.SubjectKeyIdentifier.from_public_key(self._issuing.key.public_key())
        if asked.issuer_key_hash != key.digest:
            return _refusal(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        since, now = dict(self._revoked()).get(asked.serial_number), datetime.now(UTC)
        status = ocsp.OCSPCertStatus.GOOD if since is None else ocsp.OCSPCertStatus.REVOKED
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response_by_hash(
                asked.issuer_name_hash,
                asked.issuer_key_hash,
                asked.serial_number,
                asked.hash_algorithm,
                status,
                now,
                now + _CURRENT_FOR,
                since,
                None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self._issuing.certificate)
        )
        return builder.sign(self._issuing.key, SHA256()).public_bytes(Encoding.DER)

    def timestamp(self, question: bytes) -> bytes:
        """Answer a timestamp question (RFC 3161, DER); raises ValueError where it is none."""
        stamper = TimeStamper(
            asn1_x509.Certificate.load(certificates.der(self._tsa.certificate)),
            asn1_keys.PrivateKeyInfo.load(certificates.pkcs8(self._tsa.key)),
        )
        answer: bytes = stamper.request_tsa_response(
            tsp.TimeStampReq.load(question, strict=True)
        ).dump()
        return answer

    # How certificates are made.

    def _make_root(self) -> _Pair:
        key = certificates.new_key()
        builder = certificates.begin(
            certificates.name(_ROOT, _OPERATOR), key, years=25
        ).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return self._keep(
            "root", builder.add_extension(certificates.usage("ca"), critical=True), key, None
        )

    def _make_issuing(self) -> _Pair:
        key = certificates.new_key()
        builder = certificates.begin(
            certificates.name("CA cấp chứng thư mẫu", _OPERATOR), key, years=20
        )
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        ).add_extension(certificates.usage("ca"), critical=True)
        return self._keep("issuing", self._with_addresses(builder, "root"), key, self._root)

    def _make_tsa(self) -> _Pair:
        key = certificates.new_key()
        builder = certificates.begin(
            certificates.name("Dấu thời gian mẫu", _OPERATOR), key, years=10
        )
        builder = builder.add_extension(
            certificates.usage("timestamps"), critical=True
        ).add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return self._keep("tsa", self._with_addresses(builder, "root"), key, self._root)

    def _make_holder(self, name: str, common_name: str, organization: str) -> _Pair:
        key = certificates.new_key()
        builder = certificates.begin(
            certificates.name(common_name, certificates.sample_of(organization)), key, years=5
        )
        builder = builder.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        ).add_extension(certificates.usage("signatures"), critical=True)
        return self._keep(name, self._with_addresses(builder, "issuing"), key, self._issuing)

    def _with_addresses(
        self, builder: x509.CertificateBuilder, issuer: str
    ) -> x509.CertificateBuilder:
        """Say where the issuer's certificate and its revocation data are, as real ones do."""
        access = [(AuthorityInformationAccessOID.CA_ISSUERS, f"{self._url}/{issuer}.cer")]
        if issuer == "issuing":
            access.append((AuthorityInformationAccessOID.OCSP, f"{self._url}/ocsp"))
        point = x509.DistributionPoint(
            [certificates.uri(f"{self._url}/{issuer}.crl")], None, None, None
        )
        return builder.add_extension(
            x509.AuthorityInformationAccess(
                [x509.AccessDescription(method, certificates.uri(url)) for method, url in access]
            ),
            critical=False,
        ).add_extension(x509.CRLDistributionPoints([point]), critical=False)

    def _keep(
        self, name: str, builder: x509.CertificateBuilder, key: rsa.RSAPrivateKey, ca: _Pair | None
    ) -> _Pair:
        if ca is not None:
            builder = builder.add_extension(certificates.issuer_key_of(ca.key), critical=False)
        issuer = ca.certificate.subject if ca is not None else certificates.name(_ROOT, _OPERATOR)
        certificate = builder.issuer_name(issuer).sign(ca.key if ca is not None else key, SHA256())
        # The certificate last: where it is, the key is too.
        self._write(f"{name}.key", certificates.pkcs8(key))
        self._write(f"{name}.cer", certificates.der(certificate))
        return _Pair(certificate, key)

    # How they are kept.

    def _pair(self, name: str) -> _Pair | None:
        certificate = self._folder / f"{name}.cer"
        if not certificate.exists():
            return None
        pkcs8 = (self._folder / f"{name}.key").read_bytes()
        key = load_der_private_key(pkcs8, None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, rsa.RSAPrivateKey)
        return _Pair(x509.load_der_x509_certificate(certificate.read_bytes()), key)

    def _ca(self, name: str) -> _Pair:
        return {"root": self._root, "issuing": self._issuing}[name]

    def _revoked(self) -> Iterator[tuple[int, datetime]]:
        for entry in sorted((self._folder / "revoked").glob("[0-9]*")):
            yield int(entry.name), datetime.fromisoformat(entry.read_text()).astimezone(UTC)

    def _write(self, name: str, content: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.replace(path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class AuthorityServer(ThreadingHTTPServer):
    """Serves an authority on 127.0.0.1; port 0 takes a free one, see `url`."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Answers)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.folder = folder
        self.authority = Authority(folder, self.url)


class _Answers(BaseHTTPRequestHandler):
    server: AuthorityServer
    timeout = 10

    def do_GET(self) -> None:
        authority, path = self.server.authority, urllib.parse.urlsplit(self.path).path
        name, _, ending = path.removeprefix("/").partition(".")
        if path == "/ready":
            self._answer(b"ready\n", "text/plain")
        elif name in {"root", "issuing"} and ending == "cer":
            self._answer(authority.certificate(name), "application/pkix-cert")
        elif name in {"root", "issuing"} and ending == "crl":
            self._answer(authority.crl(name), "application/pkix-crl")
        elif path.startswith("/ocsp/"):
            question = urllib.parse.unquote(path.removeprefix("/ocsp/"))
            try:
                self._answer_ocsp(base64.b64decode(question, validate=True))
            except ValueError:
                self.send_error(400)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        if length > _LARGEST_QUESTION:
            self.send_error(413)
            return
        question = self.rfile.read(length)
        if self.path == "/tsa":
            try:
                answer = self.server.authority.timestamp(question)
            except ValueError:
                self.send_error(400)
            else:
                self._answer(answer, "application/timestamp-reply")
        elif self.path == "/ocsp":
            self._answer_ocsp(question)
        else:
            self.send_error(404)

    def _answer_ocsp(self, question: bytes) -> None:
        self._answer(self.server.authority.ocsp_answer(question), "application/ocsp-response")

    def _answer(self, body: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: whoever started it reads its own log."""


def _refusal(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _file_name(label: str) -> str:
    return hashlib.sha256(label.encode()).hexdigest()[:32]


def main() -> None:
    """Serve a folder until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.authority")
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    with AuthorityServer(options.folder, options.port) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
