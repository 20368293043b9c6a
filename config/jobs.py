"""Which name runs which function, and what runs by the clock."""

from collections.abc import Callable

from procrastinate import App

from agencies import sessions
from agencies.actions import calls
from documents.actions import (
    archiving,
    attaching,
    distributing,
    fixity,
    locking,
    rendering,
    sweeping,
)
from exchange.actions import delivering, spreading
from jobs import queue, roundtrip, worker
from workflow.actions import receipts

FUNCTIONS: dict[str, Callable[..., None]] = {
    "keep_revision": rendering.keep_revision,
    "set_draft": rendering.set_draft,
    "prepare": rendering.prepare,
    "archive": archiving.archive,
    "lock": locking.lock,
    "lock_attachment": attaching.lock_attachment,
    "deliver": distributing.deliver,
    "tell_of_receipts": receipts.tell,
    "pay_debts": sweeping.pay_debts,
    "sweep_store": sweeping.sweep_store,
    "audit_files": fixity.audit_files,
    "forget_calls": calls.forget_calls,
    "forget_sessions": sessions.forget_expired,
    "spread_news": spreading.spread_news,
    "call_receiver": delivering.call_receiver,
    "sweep_deliveries": spreading.sweep_deliveries,
    "rescue_stalled_jobs": worker.rescue_stalled_jobs,
    roundtrip.NAME: roundtrip.answer,
}
BY_THE_CLOCK = {
    "pay_debts": "* * * * *",
    "rescue_stalled_jobs": "* * * * *",
    "sweep_store": "17 3 * * *",
    "audit_files": "*/5 * * * *",
    "spread_news": "* * * * * */10",  # the last figure: seconds
    "sweep_deliveries": "41 3 * * *",
    "forget_calls": "37 * * * *",
    "forget_sessions": "53 2 * * *",
}
# They ask authorities for timestamps and revocation data, which may take their time.
OUTSIDE = ("archive",)
# They call whatever machine an agency named.
RECEIVERS = ("call_receiver",)


def bind(app: App) -> None:
    queue.bind(app, FUNCTIONS, periodic=BY_THE_CLOCK, outside=OUTSIDE, receivers=RECEIVERS)
