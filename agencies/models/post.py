"""Posts, and who holds them for a time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .agency import Agency, Department
from .official import Official
from .periods import Period, ends_after_it_begins, none_at_one_time


class Rank(models.TextChoices):
    """Where a post stands; what it may sign follows from it."""

    HEAD = "HEAD", "người đứng đầu cơ quan"
    DEPUTY = "DEPUTY", "cấp phó của người đứng đầu"
    UNIT_HEAD = "UNIT_HEAD", "trưởng phòng (đơn vị)"
    UNIT_DEPUTY = "UNIT_DEPUTY", "phó trưởng phòng (đơn vị)"
    STAFF = "STAFF", "công chức"


class Duty(models.TextChoices):
    """Work that goes with a post, beside what its rank gives."""

    DRAFT = "DRAFT", "soạn thảo"
    CHECK_FORM = "CHECK_FORM", "kiểm tra thể thức"
    CLERK = "CLERK", "văn thư"
    ARCHIVE = "ARCHIVE", "lưu trữ"
    RECEIVE = "RECEIVE", "tiếp nhận văn bản đến"
    ADMINISTER = "ADMINISTER", "quản trị"


class Post(models.Model):
    """One seat in an agency: its title, its rank, its duties."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="cơ quan")
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        verbose_name="phòng",
    )
    title = models.CharField("chức vụ", max_length=100)
    rank = models.CharField("cấp", max_length=12, choices=Rank, default=Rank.STAFF)
    duties = ArrayField(
        models.CharField(max_length=12, choices=Duty),
        verbose_name="nhiệm vụ",
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = "chức vụ"
        constraints = [
            models.CheckConstraint(
                name="post_of_a_unit_names_its_unit",
                condition=~models.Q(rank__in=[Rank.UNIT_HEAD, Rank.UNIT_DEPUTY])
                | models.Q(department__isnull=False),
            ),
            models.UniqueConstraint(
                name="post_one_head_an_agency",
                fields=["agency"],
                condition=models.Q(rank=Rank.HEAD),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def duty_names(self) -> list[str]:
        return [Duty(one).label for one in self.duties]


class Appointment(Period):
    """An official holds a post for a time, perhaps only as acting head (quyền)."""

    post = models.ForeignKey(
        Post, models.PROTECT, related_name="appointments", verbose_name="chức vụ"
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="appointments", verbose_name="công chức"
    )
    acting = models.BooleanField("quyền", default=False)

    class Meta:
        verbose_name = "bổ nhiệm"
        constraints = [
            none_at_one_time("post_has_one_holder_at_a_time", "post"),
            ends_after_it_begins("appointment_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.official}, {self.post}"
