"""What a signature costs beside stock pyHanko, in the processor's time.

Run as `python -m benchmarks.sign`. One prepared page, RSA-2048, level B-B: no authority is asked.
The clerk's filling and sealing stands beside it.
"""

import io
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from benchmarks import servers
from benchmarks.measuring import in_turns, table

ROUNDS: Final = 15
OURS, STOCK = "a leader's signature, by ours", "the same, by stock pyHanko"
SEALING = "number, date and seal, by ours"


def main() -> None:
    """Print what each way costs beside stock pyHanko."""
    with servers.running() as machine:
        del machine
        ways = _ways()
        medians = in_turns(ways, rounds=ROUNDS, clock=time.process_time)
    say(table(medians, beside=OURS))
    say(f"stock pyHanko costs {medians[STOCK] / medians[OURS]:.1f} times ours (wanted: 15)")


def _ways() -> dict[str, Callable[[int], object]]:
    from django.conf import settings  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415

    import signing  # noqa: PLC0415
    from documents.typesetting import lines, typeset  # noqa: PLC0415
    from tests import cast, life  # noqa: PLC0415

    at = datetime.now(UTC)
    issued, wrapped = cast._issued("bench-ky", "Nguyễn Văn Đo")  # noqa: SLF001 - made as for a test
    secret = settings.KEY_SECRET.encode()
    key = signing.unlock(
        wrapped, pin=cast.PIN, secret=secret, certificate=issued.certificate, chain=issued.chain
    )
    page = typeset(life.content(), created_at=at)
    said: dict[str, Any] = {"notation": "BC-BQLKKT", "place": "Sơn Hà", "month": 11, "year": 2026}
    blank = lines(page.places, **said)
    places = {
        name: signing.Place(page=place.page, x=place.x, y=place.y, w=place.w, h=place.h)
        for name, place in page.places.items()
    }
    picture, stock = cast._signature("Nguyễn Văn Đo"), _stock_signer(issued)  # noqa: SLF001
    prepared = signing.prepare(page.pdf, places, blank_lines=blank.pdf)

    def ours(_: int) -> signing.Signed:
        return signing.sign(
            prepared,
            field=signing.LEADER,
            credential=key,
            appearance=picture,
            certify=True,
            timestamps=None,
            at=at,
        )

    def by_stock(_: int) -> object:
        writer = IncrementalPdfFileWriter(io.BytesIO(prepared))
        wanted = signers.PdfSignatureMetadata(
            field_name=signing.LEADER, subfilter=SigSeedSubFilter.PADES, certify=True
        )
        return signers.sign_pdf(writer, wanted, signer=stock)

    sealed = lines(page.places, **said, number=5, day=16)

    def seal(_: int) -> object:
        return signing.fill_and_seal(
            signed.pdf,
            lines=sealed.pdf,
            number=sealed.number,
            date=sealed.date,
            credential=key,
            appearance=picture,
            timestamps=None,
            evidence=None,
            at=at,
        )

    signed = ours(0)
    return {OURS: ours, STOCK: by_stock, SEALING: seal}


def _stock_signer(issued: Any) -> Any:
    from asn1crypto import keys, x509  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    chain.register_multiple(x509.Certificate.load(one) for one in issued.chain)
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(issued.certificate),
        signing_key=keys.PrivateKeyInfo.load(issued.private_key_pkcs8),
        cert_registry=chain,
    )


def say(text: str) -> None:
    print(text)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
