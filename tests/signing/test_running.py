"""The library is synchronous, also for callers that are not."""

import asyncio

from tests.signing.office import Office


def test_a_verdict_can_be_asked_for_inside_an_event_loop(office: Office):
    async def asked() -> str:
        return office.verify(office.archived).verdict

    assert asyncio.run(asked()) == "valid"
