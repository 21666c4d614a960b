from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townbell.people.models import Organisation
from townbell.record.models.record import Issue, Record


class Asks(models.QuerySet["Ask"]):
    def issued(self) -> "Asks":
        return self.filter(Exists(Issue.objects.filter(edition__record=OuterRef("record"))))

    def answered(self) -> "Asks":
        """Asks with a published answer that is more than a request for time."""
        return self.issued().filter(Exists(settling_answers()))

    def owed(self) -> "Asks":
        """Asks that an office still owes an answer to."""
        return self.issued().exclude(Exists(settling_answers())).filter(record__withdrawal=None)

    def overdue(self) -> "Asks":
        return self.owed().filter(due__lt=timezone.localdate())


def settling_answers() -> "models.QuerySet[Answer]":
    return (
        Answer.objects.filter(ask=OuterRef("pk"))
        .filter(Exists(Issue.objects.filter(edition__record=OuterRef("record"))))
        .exclude(verdict=Answer.Verdict.MORE_TIME)
    )


class Ask(models.Model):
    """What residents ask of an office, where it comes from, and by when an answer is owed."""

    class Source(models.TextChoices):
        FINDING = "finding", _("A finding of a conversation")
        QUESTION = "question", _("A question of a meeting")
        SURVEY = "survey", _("A survey")
        ENTERED = "entered", _("Entered by a convener")

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="ask")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="asks")
    due = models.DateField()
    source = models.CharField(max_length=10, choices=Source)
    # Names the finding, so that one finding is not lodged twice, e.g. conversation/7/statement/12.
    origin = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001
    # The numbers of the day and the permanent address they are from.
    snapshot = models.JSONField(default=dict)
    address = models.CharField(max_length=300, blank=True)

    objects = Asks.as_manager()

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return str(self.record)


class Answer(models.Model):
    """What an office answers: yes, partly, no, not ours, or more time, with its reasons."""

    class Verdict(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        NOT_OURS = "not-ours", _("Not ours to decide")
        MORE_TIME = "more-time", _("We need more time")

    record = models.OneToOneField(Record, models.CASCADE, primary_key=True, related_name="answer")
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="answers")
    verdict = models.CharField(max_length=10, choices=Verdict)
    # Until when, where more time is asked for.
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.record)


class Commitments(models.QuerySet["Commitment"]):
    def issued(self) -> "Commitments":
        return self.filter(Exists(Issue.objects.filter(edition__record=OuterRef("record"))))

    def with_standing(self) -> "Commitments":
        """Add each side's last word: `agency` and `community` (None where nothing was said)."""
        from townbell.record.models.commitment import AgencyWord, CommunityWord

        agency = (
            AgencyWord.objects.spoken().filter(commitment=OuterRef("pk")).order_by("-at", "-pk")
        )
        community = CommunityWord.objects.filter(commitment=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            agency=models.Subquery(agency.values("word")[:1]),
            community=models.Subquery(community.values("word")[:1]),
        )

    def pending(self) -> "Commitments":
        """Promises that are neither done nor declined by the agency, or done but disputed."""
        settled = Q(agency__in=["done", "declined"]) & ~Q(community="disputed")
        return self.issued().with_standing().exclude(settled & Q(agency__isnull=False))

    def overdue(self) -> "Commitments":
        return self.pending().filter(due__lt=timezone.localdate(), record__withdrawal=None)

    def by_need(self) -> "Commitments":
        return self.order_by(F("due").asc(nulls_last=True), "pk")


class Commitment(models.Model):
    """A promise: what, who is responsible, by when, and how anyone will be able to tell."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="commitment"
    )
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="commitments")
    due = models.DateField()

    objects = Commitments.as_manager()

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return str(self.record)
