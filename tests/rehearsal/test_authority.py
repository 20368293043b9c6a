"""The throw-away authority: what it issues stays, what it says is current."""

import base64
import datetime as dt
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from rehearsal.authority import Authority, AuthorityServer

URL = "http://127.0.0.1:9701"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder, URL)


def issue(authority: Authority, label: str, name: str = "Nguyễn Văn An"):
    return authority.issue(label, common_name=name, organization="Sở Nội vụ")


def test_a_label_is_issued_once(authority: Authority, folder: Path):
    first = issue(authority, "an")
    assert issue(authority, "an", name="Người khác") == first
    assert issue(Authority(folder, URL), "an") == first
    assert issue(authority, "binh") != first


def test_every_certificate_says_that_it_is_a_sample(authority: Authority):
    issued = issue(authority, "an")
    roots = x509.load_pem_x509_certificates(authority.root_pem)
    holder, issuing = map(x509.load_der_x509_certificate, (issued.certificate, *issued.chain))
    for certificate in (holder, issuing, *roots):
        organization = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
        assert "THỬ NGHIỆM" in organization[0].value


def test_a_certificate_leads_to_the_root_and_names_its_addresses(authority: Authority):
    issued = issue(authority, "an")
    holder, issuing = map(x509.load_der_x509_certificate, (issued.certificate, *issued.chain))
    (root,) = x509.load_pem_x509_certificates(authority.root_pem)
    holder.verify_directly_issued_by(issuing)
    issuing.verify_directly_issued_by(root)
    access = holder.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    points = holder.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert [each.access_location.value for each in access] == [f"{URL}/issuing.cer", f"{URL}/ocsp"]
    assert [each.full_name[0].value for each in points] == [f"{URL}/issuing.crl"]


def test_long_names_are_cut_not_refused(authority: Authority):
    issued = authority.issue("dài", common_name="Đ" * 90, organization="Ô" * 90)
    subject = x509.load_der_x509_certificate(issued.certificate).subject
    assert [each.value for each in subject] == [
        "VN",
        f"{'Ô' * 22}… (THỬ NGHIỆM)",
        f"{'Đ' * 30}…",
    ]


def test_a_revoked_certificate_is_on_the_list_from_that_moment(authority: Authority):
    issued = issue(authority, "nghỉ việc")
    serial = x509.load_der_x509_certificate(issued.certificate).serial_number
    listed = x509.load_der_x509_crl(authority.crl("issuing"))
    assert listed.get_revoked_certificate_by_serial_number(serial) is None
    at = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
    authority.revoke("nghỉ việc", at)
    listed = x509.load_der_x509_crl(authority.crl("issuing"))
    entry = listed.get_revoked_certificate_by_serial_number(serial)
    assert entry is not None
    assert entry.revocation_date_utc == at


def test_nobody_unknown_can_be_revoked(authority: Authority):
    with pytest.raises(KeyError):
        authority.revoke("không có", dt.datetime.now(dt.UTC))


def question(issued) -> bytes:
    holder, issuing = map(x509.load_der_x509_certificate, (issued.certificate, *issued.chain))
    request = ocsp.OCSPRequestBuilder().add_certificate(holder, issuing, SHA1()).build()
    return request.public_bytes(Encoding.DER)


def test_the_responder_knows_good_from_revoked(authority: Authority):
    good, revoked = issue(authority, "tốt"), issue(authority, "thu hồi")
    authority.revoke("thu hồi", dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    said = [
        ocsp.load_der_ocsp_response(authority.ocsp_answer(question(each))).certificate_status
        for each in (good, revoked)
    ]
    assert said == [ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED]


def test_the_responder_does_not_speak_for_others(authority: Authority, tmp_path: Path):
    other = issue(Authority(tmp_path, URL), "an")
    answers = [authority.ocsp_answer(each) for each in (question(other), b"x")]
    assert [ocsp.load_der_ocsp_response(each).response_status for each in answers] == [
        ocsp.OCSPResponseStatus.UNAUTHORIZED,
        ocsp.OCSPResponseStatus.MALFORMED_REQUEST,
    ]


def test_keys_are_kept_from_other_users(authority: Authority, folder: Path):
    issue(authority, "an")
    keys = list(folder.rglob("*.key"))
    assert {path.stat().st_mode & 0o077 for path in keys} == {0}


def ask(url: str, question: bytes | None = None) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, question, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_server_speaks_for_holders_issued_after_it_started(tmp_path: Path):
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "rehearsal.authority",
        "serve",
        str(tmp_path),
        "--port",
        str(port),
    ]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            until = time.monotonic() + 20
            while not is_ready(url) and time.monotonic() < until:
                time.sleep(0.05)
            authority = Authority(tmp_path, url)
            issued = issue(authority, "mới")
            authority.revoke("mới", dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
            assert ask(f"{url}/issuing.cer") == (200, issued.chain[0])
            listed = x509.load_der_x509_crl(ask(f"{url}/issuing.crl")[1])
            asked = urllib.parse.quote(base64.b64encode(question(issued)), safe="")
            answer = ocsp.load_der_ocsp_response(ask(f"{url}/ocsp/{asked}")[1])
        finally:
            server.terminate()
        printed = server.stdout.read() if server.stdout else b""
    serial = x509.load_der_x509_certificate(issued.certificate).serial_number
    assert listed.get_revoked_certificate_by_serial_number(serial) is not None
    assert answer.certificate_status == ocsp.OCSPCertStatus.REVOKED
    assert printed == b""


def is_ready(url: str) -> bool:
    try:
        return ask(f"{url}/ready")[0] == 200
    except urllib.error.URLError:
        return False


def test_what_is_not_asked_well_is_refused(tmp_path: Path):
    questions = {
        ("/x", None): 404,
        ("/ocsp/!", None): 400,
        ("/tsa", b"x"): 400,
        ("/x", b""): 404,
        ("/tsa", bytes(70_000)): 413,
    }
    with AuthorityServer(tmp_path) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        answers = {each: ask(server.url + each[0], each[1])[0] for each in questions}
        server.shutdown()
        thread.join()
    assert answers == questions
