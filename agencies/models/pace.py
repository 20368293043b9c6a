"""How often somebody does what costs work: one row for each of them and each kind of work."""

from django.db import models

from .official import Official


class Pace(models.Model):
    """The uses of one kind by one official since a moment; counted in one statement."""

    official = models.ForeignKey(
        Official, models.CASCADE, related_name="paces", verbose_name="công chức"
    )
    kind = models.CharField("việc", max_length=20)
    count = models.PositiveIntegerField("số lần")
    counted_from = models.DateTimeField("tính từ lúc")

    class Meta:
        verbose_name = "nhịp sử dụng"
        constraints = [
            models.UniqueConstraint(name="pace_counted_once", fields=["official", "kind"])
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.kind}"
