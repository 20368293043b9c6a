"""The command line: `python -m signing verify FILE.pdf --trust root.pem --json`."""

import argparse
import datetime as dt
import json
import logging
import sys
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.expectation import Expectation
from signing.problems import problem
from signing.trust import Trust
from signing.validation import Verdict, verify

_STATUS: Final = {"valid": 0, "invalid": 1, "indeterminate": 2}


def main(arguments: list[str] | None = None) -> int:
    """Print a verdict; return 0 valid, 1 invalid, 2 indeterminate or not judged."""
    parser = argparse.ArgumentParser(prog="python -m signing")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("verify", help="judge the signatures of a PDF file")
    command.add_argument("file", type=Path)
    command.add_argument("--trust", type=Path, required=True, help="root certificates, PEM")
    command.add_argument("--crl", type=Path, action="append", default=[], help="revocation list")
    command.add_argument("--expect", type=Path, help="document.json of the issued document")
    command.add_argument("--at", type=dt.datetime.fromisoformat, help="judge as of this moment")
    command.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    # pyHanko logs what it meets in hostile files, tracebacks included; the verdict says it.
    logging.disable(logging.CRITICAL)
    try:
        trust = Trust.from_pem(options.trust.read_bytes())
        crls = [_der(path.read_bytes()) for path in options.crl]
        expect = _expectation(options.expect)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    at = options.at or dt.datetime.now(dt.UTC)
    try:
        pdf = options.file.read_bytes()
    except OSError:
        verdict = Verdict("indeterminate", (problem("cannot-read"),), (), {})
    else:
        verdict = verify(pdf, trust=trust, at=at, expect=expect, crls=crls)
    print(_shown(verdict, as_json=options.json))  # noqa: T201 - what a command is for
    return _STATUS[verdict.verdict]


def _der(crl: bytes) -> bytes:
    if crl.lstrip().startswith(b"-----"):
        return x509.load_pem_x509_crl(crl).public_bytes(Encoding.DER)
    return crl


def _expectation(path: Path | None) -> Expectation | None:
    return None if path is None else Expectation.from_json(json.loads(path.read_bytes()))


def _shown(verdict: Verdict, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(verdict.as_json(), ensure_ascii=False, indent=2)
    lines = [verdict.verdict, *(f"- {each.message}" for each in verdict.problems)]
    lines += [
        f"  {each.field}: {each.signer}, {each.level}, {each.verdict}"
        for each in verdict.signatures
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
