"""What an operator watches: what is owed, what goes out, what is proved, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from agencies.models import Credential
from documents import access
from documents.models import (
    Attachment,
    Backup,
    Dispatch,
    DispatchState,
    Document,
    FixityAudit,
    Obstacle,
    Rendition,
    Restoration,
    Signature,
    Stage,
)

EXPIRING = timedelta(days=30)


@dataclass(frozen=True)
class Audit:
    """The last audit that came to its end."""

    begun_at: datetime
    finished_at: datetime | None
    objects_read: int
    faults: int


def signatures() -> dict[str, int]:
    """Return how many signatures there are of each level."""
    rows = Signature.objects.values("level").annotate(n=Count("pk")).order_by("level")
    return {row["level"]: row["n"] for row in rows}


def debts() -> dict[str, int]:
    """Return how much is owed of each kind."""
    issued = Rendition.objects.filter(stage=Stage.ISSUED)
    unlocked = Q(object__locked_until=None)
    return {
        "timestamp": Signature.objects.filter(proved_at=None, voiding=None).count(),
        "archive": issued.exclude(extended_by__stage=Stage.ARCHIVED).count(),
        "lock": Rendition.objects.filter(unlocked, stage__in=[Stage.ISSUED, Stage.ARCHIVED]).count()
        + Attachment.objects.filter(unlocked, document__status__in=access.ONCE_ISSUED).count(),
    }


def deliveries() -> dict[str, int]:
    """Return how many deliveries there are in each state; FAILED wait for their next try."""
    counts = Dispatch.objects.aggregate(
        sent=Count("pk", filter=Q(state=DispatchState.SENT)),
        pending=Count("pk", filter=Q(state=DispatchState.PENDING, last_error="")),
        failed=Count("pk", filter=Q(state=DispatchState.PENDING) & ~Q(last_error="")),
    )
    return {name.upper(): n for name, n in counts.items()}


def obstacles() -> dict[str, int]:
    """Return how many documents wait for a part that is away, by the job that waits."""
    rows = Obstacle.objects.values_list("job")
    counts: dict[str, int] = {}
    for job, n in rows.annotate(n=Count("pk")).order_by("job"):
        name = job.partition(" ")[0]
        counts[name] = counts.get(name, 0) + n
    return counts


def documents_by_status() -> dict[str, int]:
    rows = Document.objects.values("status").annotate(n=Count("pk")).order_by("status")
    return {row["status"]: row["n"] for row in rows}


def unindexed() -> int:
    """Return how many documents the search box cannot find."""
    return Document.objects.filter(search_entry=None).count()


def expiring(*, at: datetime) -> dict[str, int]:
    """Return how many credentials in use end within thirty days, and how many have ended."""
    current = Credential.objects.filter(revoked_at=None)
    return current.aggregate(
        soon=Count("pk", filter=Q(valid_to__gt=at, valid_to__lte=at + EXPIRING)),
        ended=Count("pk", filter=Q(valid_to__lte=at)),
    )


def last_audit() -> Audit | None:
    audit = (
        FixityAudit.objects.exclude(finished_at=None)
        .annotate(n=Count("faults"))
        .order_by("-finished_at")
        .first()
    )
    if audit is None:
        return None
    return Audit(audit.begun_at, audit.finished_at, audit.objects_read, audit.n)


def last_backup() -> datetime | None:
    return Backup.objects.order_by("-finished_at").values_list("begun_at", flat=True).first()


def books_closed_since() -> datetime | None:
    """Return since when the books wait to be reconciled, or None while they are open."""
    waiting = Restoration.objects.filter(reconciled_at=None).order_by("restored_at")
    return waiting.values_list("restored_at", flat=True).first()
