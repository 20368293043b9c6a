"""The command line: `python -m signing verify FILE.pdf --trust root.pem --json`.

It exits with 0 for valid, 1 invalid, 2 indeterminate (a file that cannot be read included) and 64,
EX_USAGE of sysexits.h, for wrong arguments. How to call it is said in English, as argparse does;
what is wrong with a document in Vietnamese.
"""

import argparse
import datetime as dt
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.expectation import Expectation
from signing.problems import problem
from signing.trust import Trust
from signing.validation import Verdict, verify

_STATUS: Final = {"valid": 0, "invalid": 1, "indeterminate": 2}


_USAGE: Final = 64  # argparse's own 2 would be taken for indeterminate


_Read = TypeVar("_Read")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(_USAGE, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Print a verdict; return 0 valid, 1 invalid, 2 indeterminate or not judged."""
    parser = _Parser(prog="python -m signing")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "verify",
        help="judge the signatures of a PDF file",
        epilog="exit status: 0 valid, 1 invalid, 2 indeterminate, 64 wrong arguments",
    )
    command.add_argument("file", type=Path, metavar="FILE.pdf")
    command.add_argument(
        "--trust",
        type=_content(Trust.from_pem, "no root certificates in PEM"),
        required=True,
        metavar="ROOT.pem",
        help="root certificates, PEM",
    )
    command.add_argument(
        "--crl",
        type=_content(_der, "no revocation list"),
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="revocation lists, DER or PEM",
    )
    command.add_argument(
        "--expect",
        type=_content(_expectation, "not the description of an issued document"),
        metavar="document.json",
        help="what the register says of the document",
    )
    command.add_argument("--at", type=_moment, metavar="MOMENT", help="judge as of then, ISO 8601")
    command.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    # pyHanko logs what it meets in hostile files, tracebacks included; the verdict says it.
    logging.disable(logging.CRITICAL)
    at = options.at or dt.datetime.now(dt.UTC)
    try:
        pdf = options.file.read_bytes()
    except OSError:
        verdict = Verdict("indeterminate", (problem("cannot-read"),), (), {})
    else:
        verdict = verify(pdf, trust=options.trust, at=at, expect=options.expect, crls=options.crl)
    print(_shown(verdict, as_json=options.json))  # noqa: T201 - what a command is for
    return _STATUS[verdict.verdict]


def _content(read: Callable[[bytes], _Read], otherwise: str) -> Callable[[str], _Read]:
    """Make an argument the content of the file that it names; `otherwise` says what it is not."""

    def content(path: str) -> _Read:
        try:
            return read(Path(path).read_bytes())
        except OSError as error:
            raise argparse.ArgumentTypeError(f"{path}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:  # JSON may be nested deeper than the stack
            raise argparse.ArgumentTypeError(f"{path}: {otherwise}") from error

    return content


def _der(crl: bytes) -> bytes:
    is_pem = crl.lstrip().startswith(b"-----")
    read = x509.load_pem_x509_crl if is_pem else x509.load_der_x509_crl
    return read(crl).public_bytes(Encoding.DER)


def _expectation(document: bytes) -> Expectation:
    return Expectation.from_json(json.loads(document))


def _moment(text: str) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: no moment such as 2026-04-02T08:30") from error
    return at if at.tzinfo else at.astimezone()


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
