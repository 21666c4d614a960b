from django.db import models


class Entry(models.Model):
    """One official act, in the order it happened, never changed afterwards."""

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    day = models.DateField()
    commitment = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32, null=True)
    # Null, not empty: erasure takes the content and its salt away and leaves the commitment.
    content = models.TextField(null=True)  # noqa: DJ001

    class Meta:
        ordering = ["index"]
        indexes = [models.Index(fields=["record", "version"])]

    def __str__(self) -> str:
        return f"{self.index} {self.kind} {self.record}.{self.version}"
