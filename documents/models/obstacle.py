"""What a job could not do yet, and why: the page says so while it lasts."""

from django.db import models

from .document import Document


class Obstacle(models.Model):
    """A part outside did not answer; the row goes when the job is done."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="obstacles")
    job = models.CharField("việc", max_length=40)
    message = models.CharField("nguyên nhân", max_length=500)
    since = models.DateTimeField("từ lúc")
    last_tried_at = models.DateTimeField("thử gần nhất lúc")

    class Meta:
        verbose_name = "trở ngại"
        constraints = [
            models.UniqueConstraint(name="obstacle_one_a_job", fields=["document", "job"])
        ]

    def __str__(self) -> str:
        return self.message
