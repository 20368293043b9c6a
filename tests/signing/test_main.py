"""The command line: its exit status, its JSON, and no traceback whatever the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import signing
from signing.__main__ import main
from tests.signing import forging
from tests.signing.office import Office


@pytest.fixture
def root(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "root.pem"
    path.write_bytes(office.server.authority.root_pem)
    return path


def run(pdf: bytes, root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    file = root.with_name("file.pdf")
    file.write_bytes(pdf)
    command = [sys.executable, "-m", "signing", "verify", str(file), "--json"]
    command += ["--trust", str(root), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_exit_status_is_the_verdict(office: Office, root: Path):
    for pdf, status, verdict in (
        (office.archived, 0, "valid"),
        (forging.with_stamp(office.archived), 1, "invalid"),
        (office.signed, 2, "indeterminate"),
    ):
        done = run(pdf, root)
        assert (done.returncode, json.loads(done.stdout)["verdict"]) == (status, verdict)
        assert done.stderr == ""


def test_json_has_the_promised_keys(office: Office, root: Path):
    said = json.loads(run(office.archived, root).stdout)
    assert list(said) == ["verdict", "problems", "signatures", "values"]
    assert list(said["signatures"][0]) == [
        "field",
        "signer",
        "level",
        "time",
        "covers_whole_file",
        "verdict",
        "certificate_sha256",
    ]


def test_revocation_lists_are_taken_as_pem_and_der(office: Office, root: Path, tmp_path: Path):
    lists = []
    for index, der in enumerate(office.crls):
        path = tmp_path / f"{index}.crl"
        path.write_bytes(der)
        lists.append(str(path))
    subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-in", lists[0], "-out", lists[0]], check=True
    )
    assert run(office.signed, root, "--crl", *lists).returncode == 0
    apart = [word for path in lists for word in ("--crl", path)]
    assert run(office.signed, root, *apart).returncode == 0


def test_the_register_s_description_is_heard(office: Office, root: Path, tmp_path: Path):
    description = {
        "code": "abc",
        "number": 32,
        "notation": "BC-VP",
        "issued_on": "2026-01-05",
        "fields": {
            "number": signing.NUMBER,
            "date": signing.DATE,
            "leader": signing.LEADER,
            "seal": signing.SEAL,
        },
        "certificates": dict(office.expectation.certificates),
    }
    assert signing.Expectation.from_json(description) == office.expectation
    path = tmp_path / "document.json"
    path.write_text(json.dumps(description))
    assert run(office.archived, root, "--expect", str(path)).returncode == 0
    path.write_text(json.dumps({**description, "number": 33}))
    done = run(office.archived, root, "--expect", str(path))
    assert [each["code"] for each in json.loads(done.stdout)["problems"]] == ["number-mismatch"]


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"[" * 100_000, b"\xff" * 99])
def test_garbage_gets_a_verdict_and_no_traceback(root: Path, pdf: bytes):
    done = run(pdf, root)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_file_that_is_not_there_is_not_judged(root: Path, capsys):
    assert main(["verify", "/nowhere.pdf", "--trust", str(root)]) == 2
    assert capsys.readouterr().out == "indeterminate\n- Không đọc được tệp.\n"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("--trust", "no root certificates in PEM"),
        ("--expect", "not the description of an issued document"),
        ("--crl", "no revocation list"),
    ],
)
@pytest.mark.parametrize("junk", [b"-----BEGIN X-----", b"\xff\xfe", b"[]", b"", b"[" * 99_999])
def test_wrong_arguments_are_told_in_one_line_and_are_no_verdict(
    root: Path, wrong: str, said: str, junk: bytes, capsys
):
    file = root.with_name("junk")
    file.write_bytes(junk)
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(root), "--trust", str(root), wrong, str(file)])
    assert ended.value.code == 64
    told = capsys.readouterr().err.splitlines()[-1]
    assert told == f"python -m signing verify: argument {wrong}: {file}: {said}"


def test_a_call_without_a_file_is_no_verdict(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["verify"])
    assert ended.value.code == 64
    assert "usage: python -m signing verify" in capsys.readouterr().err
