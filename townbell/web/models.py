from django.db import models


class DailyCount(models.Model):
    """How often a page was asked for on one day, and with what answer; nothing of who asked."""

    day = models.DateField()
    method = models.CharField(max_length=7)
    route = models.CharField(max_length=80, help_text="the name of the page, not its address")
    status = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "method", "route", "status"], name="one_daily_count_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.method} {self.route} {self.status}: {self.number}"
