"""Loading the whole province: people, what they sign with, documents at every stage."""

from collections.abc import Iterator

from agencies.moments import vn_day
from rehearsal import loading, samples
from rehearsal.playing import Clock


def load(*, clock: Clock) -> Iterator[str]:
    """Load what is not there yet; yield a line for each part that is done."""
    loading.load_people()
    yield "Đã có các cơ quan, đơn vị, chức vụ và công chức."
    for agency in loading.equip_everyone(on=vn_day(clock())):
        yield f"Đã có chứng thư, chữ ký và dấu của {agency}."
    yield from samples.load_documents(clock=clock)
