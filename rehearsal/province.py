"""Loading the whole province: people, what they sign with, documents at every stage."""

from collections.abc import Iterator

from agencies.models import Credential, Official, SealImage
from agencies.moments import vn_day
from rehearsal import loading, samples
from rehearsal.playing import Clock


def load(*, clock: Clock) -> Iterator[str]:
    """Load what is not there yet; yield a line for each part that was missing."""
    before = Official.objects.count()
    loading.load_people()
    if Official.objects.count() > before:
        yield "Đã nạp các cơ quan, đơn vị, chức vụ và công chức."
    before = _tools()
    for agency in loading.equip_everyone(on=vn_day(clock())):
        if _tools() > before:
            yield f"Đã cấp chứng thư, chữ ký và dấu cho {agency}."
        before = _tools()
    yield from samples.load_documents(clock=clock)


def _tools() -> int:
    """Count what people and agencies sign with."""
    return Credential.objects.count() + SealImage.objects.count()
