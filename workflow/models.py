"""Whose turn it is: the process of a document, its tasks, what people are told."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS

from agencies.models import Agency, Department
from documents.models import Document

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


class DocumentProcess(AbstractProcess):  # type: ignore[misc]
    """One passage of a document from draft to issue; at most one is live."""

    # Names that the engine's own tables have and its code asks for.
    seed = artifact = None
    objects: ClassVar[models.Manager["DocumentProcess"]] = models.Manager()

    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name="văn bản")
    data = models.JSONField(default=dict, blank=True)

    @property
    def moment(self) -> datetime:
        """Return the moment of the act under way; the engine itself knows no clock but its own."""
        return datetime.fromisoformat(self.data["at"])

    class Meta:
        verbose_name = "quá trình xử lý"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="process_one_live_a_document", fields=["document"], condition=Q(status="NEW")
            )
        ]


class WorkTask(AbstractTask):  # type: ignore[misc]
    """One visit to one step: who must act, by when, and what came of it."""

    seed = artifact = None
    # The engine's own manager offers lists that ask hundreds of queries and miss our grants.
    objects: ClassVar[models.Manager["WorkTask"]] = models.Manager()
    # Columns of the engine that nothing here uses.
    scheduled = external_task_id = None

    process = models.ForeignKey(
        DocumentProcess, models.PROTECT, related_name="task_set", related_query_name="task"
    )
    # The engine would delete the history of a deleted account.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    data = models.JSONField(default=dict, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True)
    role = models.CharField("vai trò", max_length=12, blank=True)
    due_at = models.DateTimeField("hạn xử lý", null=True)
    outcome = models.CharField("kết quả", max_length=16, blank=True)
    opinion = models.TextField("ý kiến", blank=True)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    as_what = models.CharField("với tư cách", max_length=250, blank=True)

    class Meta:
        verbose_name = "việc"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["owner", "due_at"],
                name="task_of_owner",
                condition=Q(status=STATUS.ASSIGNED),
            ),
            models.Index(
                fields=["agency", "role"], name="task_of_role", condition=Q(status=STATUS.NEW)
            ),
            models.Index(fields=["process", "flow_task", "status"], name="task_of_process"),
        ]

    @property
    def step(self) -> str:
        """Return the step's name as the flow stores it, such as `form_check`."""
        return self.flow_task.name if self.flow_task else ""

    @property
    def is_open(self) -> bool:
        return self.flow_task_type == "HUMAN" and self.status in OPEN


class ReviewRequest(models.Model):
    """A department that was asked for its opinion in one round."""

    process = models.ForeignKey(DocumentProcess, models.PROTECT, related_name="review_requests")
    revision_n = models.PositiveIntegerField("bản số")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "xin ý kiến"
        constraints = [
            models.UniqueConstraint(
                name="review_request_once_a_round", fields=["process", "revision_n", "department"]
            )
        ]

    def __str__(self) -> str:
        return str(self.department)


class Topic(models.TextChoices):
    """What many notices would be about; the newest stands for all that nobody has seen."""

    RECEIVED = "RECEIVED", "nơi nhận đã tiếp nhận"
    RETURNED = "RETURNED", "nơi nhận trả lại"


class Notice(models.Model):
    """One sentence that an official should read: what happened, on which document."""

    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name="công chức"
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="notices")
    sentence = models.CharField("nội dung", max_length=1000)
    topic = models.CharField("về việc", max_length=10, choices=Topic, blank=True)
    at = models.DateTimeField("lúc")
    seen_at = models.DateTimeField("đã xem lúc", null=True)

    class Meta:
        verbose_name = "thông báo"
        indexes = [
            models.Index(
                fields=["official", "-id"], name="notice_unseen", condition=Q(seen_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class SigningBatch(models.Model):
    """What an official chose to sign at once with one PIN; neither PIN nor key is kept."""

    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ký"
    )
    # Made by the page that asks: the second click of a double click finds the first one's batch.
    key = models.UUIDField("khóa")
    begun_at = models.DateTimeField("bắt đầu lúc")
    ended_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "tập ký"
        constraints = [
            models.UniqueConstraint(name="signing_batch_begun_once", fields=["official", "key"])
        ]
        indexes = [models.Index(fields=["official", "-id"], name="signing_batch_of_official")]

    def __str__(self) -> str:
        return f"{self.official}, {self.begun_at}"


class RowState(models.TextChoices):
    """How one document of a batch stands."""

    WAITING = "WAITING", "Chưa ký"
    SIGNED = "SIGNED", "Đã ký"
    REFUSED = "REFUSED", "Không ký được"


class SigningRow(models.Model):
    """One document of a batch: the file that was shown, and what came of it."""

    batch = models.ForeignKey(SigningBatch, models.PROTECT, related_name="rows")
    task = models.ForeignKey(WorkTask, models.PROTECT, related_name="+", verbose_name="việc")
    shown = models.CharField("SHA-256 của bản đã xem", max_length=64)
    state = models.CharField("tình trạng", max_length=8, choices=RowState, default=RowState.WAITING)
    sentence = models.CharField("lời báo", max_length=1000, blank=True)
    settled_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "văn bản trong tập ký"
        constraints = [
            models.UniqueConstraint(name="signing_row_once_a_batch", fields=["batch", "task"]),
            models.CheckConstraint(
                name="signing_row_settled_with_its_moment",
                condition=Q(state=RowState.WAITING, settled_at=None)
                | Q(state__in=[RowState.SIGNED, RowState.REFUSED], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="signing_row_refused_with_a_sentence",
                condition=~Q(state=RowState.REFUSED) | ~Q(sentence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_state_display()}"
