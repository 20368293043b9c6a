"""Agencies and their departments, whose names change while they stay the same."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from agencies.errors import NoNameThen

from .periods import Period, ends_after_it_begins, holds_on, none_at_one_time


class Regime(models.TextChoices):
    """Who decides in the agency, and so whether TM. can stand above a signature."""

    HEAD = "HEAD", "chế độ thủ trưởng"
    COLLECTIVE = "COLLECTIVE", "chế độ tập thể"


class Numbering(models.TextChoices):
    """How the head lets documents be numbered (Nghị định 30/2020/NĐ-CP, Điều 15)."""

    ONE_SERIES = "ONE_SERIES", "một dãy số cho mọi loại"
    PER_KIND = "PER_KIND", "mỗi loại một dãy số"


class Agency(models.Model):
    """A state body that issues and receives documents under its own name and seal."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("mã định danh", max_length=35, unique=True, null=True, blank=True)
    old_code = models.CharField("mã cũ", max_length=13, blank=True)
    regime = models.CharField("chế độ", max_length=10, choices=Regime, default=Regime.HEAD)
    numbering = models.CharField(
        "cách đánh số", max_length=10, choices=Numbering, default=Numbering.PER_KIND
    )
    prints_verification = models.BooleanField(
        "in mã xác thực và mã QR ở chân trang đầu của văn bản", default=False
    )

    class Meta:
        verbose_name = "cơ quan"

    def __str__(self) -> str:
        # Sorted here and not by the database: a list fetches the names of all its rows at once.
        name = max(self.names.all(), key=lambda one: one.valid_from, default=None)
        return name.full_name if name else self.code or str(self.public_id)

    def name_on(self, day: date) -> "AgencyName":
        """Return the name that the agency bears on a day; documents keep that of their date."""
        name = self.names.filter(holds_on(day)).first()
        if name is None:
            raise NoNameThen(f"{self} không có tên cho ngày {day:%d/%m/%Y}; hãy báo quản trị.")
        return name


class AgencyName(Period):
    """What an agency is called, in full and in the header of its documents, for a time."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="names", verbose_name="cơ quan")
    full_name = models.CharField("tên đầy đủ", max_length=200)
    parent_line = models.CharField("dòng cơ quan chủ quản", max_length=200, blank=True)
    issuer_line = models.CharField("dòng tên cơ quan", max_length=200)
    abbreviation = models.CharField("tên viết tắt", max_length=30)
    place = models.CharField("địa danh", max_length=100)
    also_called = ArrayField(
        models.CharField(max_length=200), verbose_name="tên gọi khác", default=list, blank=True
    )

    class Meta:
        verbose_name = "tên cơ quan"
        constraints = [
            none_at_one_time("agency_has_one_name_at_a_time", "agency"),
            ends_after_it_begins("agency_name_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Succession(models.Model):
    """One agency took over from another: its archive and its open obligations follow."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="predecessions")
    on = models.DateField("từ ngày")

    class Meta:
        verbose_name = "kế thừa cơ quan"
        constraints = [
            models.UniqueConstraint(
                name="succession_said_once", fields=["predecessor", "successor"]
            ),
            models.CheckConstraint(
                name="succession_joins_two_agencies",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class AgencyGroup(models.Model):
    """Agencies that one line of Nơi nhận may name together; expanded and frozen at issue."""

    name = models.CharField("tên nhóm", max_length=200, unique=True)
    members = models.ManyToManyField(Agency, related_name="groups", verbose_name="cơ quan")

    class Meta:
        verbose_name = "nhóm cơ quan"

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A unit inside an agency: a phòng, a ban, the office."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="departments", verbose_name="cơ quan"
    )

    class Meta:
        verbose_name = "phòng (đơn vị)"

    def __str__(self) -> str:
        name = max(self.names.all(), key=lambda one: one.valid_from, default=None)
        return name.full_name if name else str(self.public_id)

    def name_on(self, day: date) -> "DepartmentName":
        """Return the name that the department bears on a day."""
        name = self.names.filter(holds_on(day)).first()
        if name is None:
            raise NoNameThen(f"{self} không có tên cho ngày {day:%d/%m/%Y}; hãy báo quản trị.")
        return name


class DepartmentName(Period):
    """What a department is called for a time."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="names")
    full_name = models.CharField("tên đầy đủ", max_length=200)
    abbreviation = models.CharField("tên viết tắt", max_length=30)

    class Meta:
        verbose_name = "tên phòng (đơn vị)"
        constraints = [
            none_at_one_time("department_has_one_name_at_a_time", "department"),
            ends_after_it_begins("department_name_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.full_name
