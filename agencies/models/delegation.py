"""Who may sign or act for whom, and until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .official import Official
from .periods import Period, ends_after_it_begins, none_at_one_time
from .post import Post


class MandateCapacity(models.TextChoices):
    """The capacities that need a written mandate."""

    TL = "TL", "thừa lệnh"
    TUQ = "TUQ", "thừa ủy quyền"


class Mandate(Period):
    """The written order by which one post signs for another (Nghị định 30/2020/NĐ-CP, Điều 13)."""

    capacity = models.CharField("tư cách ký", max_length=3, choices=MandateCapacity)
    grantor = models.ForeignKey(Post, models.PROTECT, related_name="mandates_given")
    holder = models.ForeignKey(Post, models.PROTECT, related_name="mandates_held")
    kinds = ArrayField(models.CharField(max_length=5), verbose_name="loại văn bản", default=list)
    subject = models.CharField("nội dung", max_length=500)
    document = models.CharField("văn bản giao", max_length=200)

    class Meta:
        verbose_name = "giao ký"
        constraints = [
            ends_after_it_begins("mandate_ends_after_it_begins"),
            models.CheckConstraint(
                name="mandate_by_attorney_has_an_end",
                condition=~models.Q(capacity=MandateCapacity.TUQ)
                | models.Q(valid_to__isnull=False),
            ),
            models.CheckConstraint(
                name="mandate_joins_two_posts",
                condition=~models.Q(grantor=models.F("holder")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()}: {self.holder}"


class Delegation(Period):
    """An absent official's work is done by a stand-in; both names stand in every record."""

    absent = models.ForeignKey(Official, models.PROTECT, related_name="delegations_given")
    stand_in = models.ForeignKey(Official, models.PROTECT, related_name="delegations_held")
    reason = models.CharField("lý do", max_length=200)

    class Meta:
        verbose_name = "ủy quyền xử lý"
        constraints = [
            none_at_one_time("delegation_one_stand_in_at_a_time", "absent"),
            ends_after_it_begins("delegation_ends_after_it_begins"),
            models.CheckConstraint(
                name="delegation_to_another",
                condition=~models.Q(absent=models.F("stand_in")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absent} → {self.stand_in}"
