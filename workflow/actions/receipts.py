"""What recipients did with an issued document, told to the house that sent it."""

from collections.abc import Sequence
from typing import Final

from agencies.models import Official
from documents.models import Channel, Dispatch, Document, Receipt
from workflow.actions import notices
from workflow.models import Topic

NAMED: Final = 3  # recipients that one sentence tells one by one


def tell(document_id: int) -> None:
    """Tell the drafter how many received it, him and the head of his unit who refused it."""
    document = Document.objects.select_related("drafter").get(pk=document_id)
    receipts = list(
        Receipt.objects.filter(dispatch__document=document, by__isnull=False)
        .select_related("dispatch__department", "dispatch__official", "by")
        .prefetch_related("dispatch__agency__names")
        .order_by("-at", "-pk")
    )
    if not receipts or not document.is_issued:
        return
    heads = notices.heads_of_unit(document, at=receipts[0].at)
    _tell(document, Topic.RECEIVED, [document.drafter], receipts)
    _tell(document, Topic.RETURNED, [document.drafter, *heads], receipts)


def _tell(
    document: Document, topic: Topic, officials: Sequence[Official], receipts: Sequence[Receipt]
) -> None:
    for official in dict.fromkeys(officials):
        # Nobody is told of what he did himself.
        told = [one for one in receipts if one.kind == topic.value and one.by != official]
        if told:
            say = _received if topic == Topic.RECEIVED else _returned
            notices.tell_once(
                official, say(document, told), topic=topic, document=document, at=told[0].at
            )


def _received(document: Document, receipts: Sequence[Receipt]) -> str:
    code, newest = document.register_entry.code, receipts[0]
    places = Dispatch.objects.filter(document=document, channel=Channel.HERE).count()
    if places == 1:
        return f"{newest.dispatch} đã tiếp nhận {code}, số đến {newest.number}."
    return (
        f"{len(receipts)}/{places} nơi đã tiếp nhận {code}; "
        f"mới nhất là {newest.dispatch}, số đến {newest.number}."
    )


def _returned(document: Document, receipts: Sequence[Receipt]) -> str:
    code, rest = document.register_entry.code, len(receipts) - NAMED
    if len(receipts) == 1:
        return f"{receipts[0].dispatch} trả lại {code}: {receipts[0].reason}"
    # Cut to the column of a notice: the lines of Nơi nhận tell all of every reason.
    named = "; ".join(
        f"{one.dispatch} ({one.reason[:200].rstrip('.')})" for one in receipts[:NAMED]
    )
    more = f" và {rest} nơi khác" if rest > 0 else ""
    return f"{len(receipts)} nơi trả lại {code}: {named}{more}."
