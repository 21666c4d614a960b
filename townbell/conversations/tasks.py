"""What the worker does for conversations; each step may be killed and run again."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from townbell import disclosure
from townbell.conversations.actions.convening import close_conversation
from townbell.conversations.actions.paper import ACCEPTED_AFTER_CLOSING, end_paper
from townbell.conversations.actions.publishing import (
    Draft,
    drop_mark,
    forget_salts,
    let_votes_finish,
    publish_result,
    record_failure,
    store_refit,
    store_snapshot,
    take_mark,
)
from townbell.conversations.actions.voting import mark_for_analysis
from townbell.conversations.actions.watching import keep_watch
from townbell.conversations.analysis import findings
from townbell.conversations.analysis.fits import Fits
from townbell.conversations.analysis.watching import look
from townbell.conversations.counting import count
from townbell.conversations.models import (
    AnalysisFailure,
    Closure,
    Conversation,
    Edition,
    Participant,
    Publication,
    RefitMark,
    Snapshot,
)
from townbell.conversations.queries.results import OF_A_CLOSED_CONVERSATION, final_results

WATCH_EVERY = timedelta(hours=1)
RETRY_AFTER = timedelta(minutes=10)
ANNOUNCED_END = "The announced end."
# Of this process, for as long as it runs.
FITS = Fits()


def analyse_marked() -> int:
    """Analyse the conversations whose votes changed and where enough people came; return how many.

    Open conversations only: a closed one gets its last analysis in `publish_final_results`.
    """
    marked = Conversation.objects.open().filter(marks__isnull=False).distinct()
    return sum(analyse(conversation) for conversation in marked if may_be_analysed(conversation))


def refit_at_rest() -> int:
    """Find the halves anew of results counted on earlier ones, where no vote came since."""
    waiting = RefitMark.objects.filter(
        snapshot__conversation__in=Conversation.objects.open(),
        snapshot__conversation__marks__isnull=True,
    ).select_related("snapshot__conversation")
    return sum(refit(mark) for mark in waiting if may_be_refitted(mark.snapshot.conversation))


def watch() -> int:
    """Look at each open conversation once an hour, for its team; return how many were looked at."""
    rested = timezone.now() - WATCH_EVERY
    due = Conversation.objects.open().exclude(watch__at__gt=rested).filter(votes__isnull=False)
    conversations = list(due.distinct().select_related("watch"))
    for conversation in conversations:
        last = getattr(conversation, "watch", None)
        seen, counts = ({}, {}) if last is None else (last.seen, last.counts)
        found = look(conversation, {int(number): n for number, n in seen.items()})
        anew = count(conversation, counts)
        keep_watch(conversation=conversation, found=found, counts=anew)
    return len(conversations)


def close_due() -> int:
    """Close the conversations whose announced end has passed; return how many."""
    due = (
        Conversation.objects.launched()
        .filter(closes_at__lte=timezone.now())
        .exclude(Exists(Closure.objects.standing().filter(conversation=OuterRef("pk"))))
    )
    for conversation in due:
        close_conversation(conversation=conversation, by=None, reason=ANNOUNCED_END)
    return len(due)


def end_overdue_paper() -> int:
    """End the paper of conversations that closed a week ago; return how many editions."""
    long_closed = Closure.objects.standing().filter(at__lte=timezone.now() - ACCEPTED_AFTER_CLOSING)
    overdue = Edition.objects.standing().filter(conversation__in=long_closed.values("conversation"))
    editions = list(overdue.select_related("conversation"))
    for edition in editions:
        end_paper(edition=edition)
    return len(editions)


def publish_final_results() -> int:
    """Analyse what was closed and publish it; return how many were published."""
    after_closing = Publication.objects.filter(
        conversation=OuterRef("conversation"), at__gte=OuterRef("at"), **OF_A_CLOSED_CONVERSATION
    )
    ended = Closure.objects.standing().exclude(Exists(after_closing))
    closures = ended.select_related("conversation")
    return sum(publish_final_result(closure) for closure in closures)


def forget_struck_texts() -> int:
    """Forget the salts of removed texts once their removal stands."""
    return forget_salts()


def publish_final_result(closure: Closure) -> bool:
    conversation = closure.conversation
    if not may_be_finished(conversation):
        return False
    mark_for_analysis(conversation.pk)
    if not analyse(conversation, final=True):
        return False
    publish_result(snapshot=conversation.snapshots.latest(), by=None)
    return True


def may_be_analysed(conversation: Conversation) -> bool:
    last = conversation.snapshots.first()
    rested = timezone.now() - timedelta(seconds=settings.ANALYSIS_EVERY_SECONDS)
    if (last is not None and last.made_at > rested) or failed_lately(conversation):
        return False
    people = Participant.objects.filter(conversation=conversation).count()
    return disclosure.enough_newcomers(people, last.participants if last else 0)


def may_be_finished(conversation: Conversation) -> bool:
    """Say whether a closed conversation may get a last analysis, however few came since.

    Once only: closing and reopening around a single voter would reveal how they voted.
    """
    # While ballots may still come, there is no final result.
    if failed_lately(conversation) or conversation.editions.standing().exists():
        return False
    earlier = final_results(conversation).first()
    if earlier is None:
        return True
    people = Participant.objects.filter(conversation=conversation).count()
    return disclosure.enough_newcomers(people, earlier.snapshot.participants)


def may_be_refitted(conversation: Conversation) -> bool:
    return FITS.fresh(conversation.pk) is None and not failed_lately(conversation)


def failed_lately(conversation: Conversation) -> bool:
    since = timezone.now() - RETRY_AFTER
    return AnalysisFailure.objects.filter(conversation=conversation, at__gt=since).exists()


def analyse(conversation: Conversation, *, final: bool = False) -> bool:
    """Analyse one conversation and store the result; return whether there is a new one."""
    mark = take_mark(conversation=conversation)
    if mark is None:
        return False
    let_votes_finish()
    last = conversation.snapshots.first()
    draft = drafted(conversation, last=last, final=final)
    if draft is None:
        return False
    if not final and not disclosure.enough_newcomers(
        draft.participants, last.participants if last else 0
    ):
        drop_mark(mark=mark)
        return False
    return store_snapshot(mark=mark, draft=draft) is not None


def refit(mark: RefitMark) -> bool:
    """Find the halves of one result anew; return whether there is a new one."""
    draft = drafted(mark.snapshot.conversation, last=mark.snapshot)
    return draft is not None and store_refit(mark=mark, draft=draft) is not None


def drafted(
    conversation: Conversation, *, last: Snapshot | None, final: bool = False
) -> Draft | None:
    """Draft the next result, or tell staff that it failed."""
    try:
        return findings.draft(conversation, last=last, final=final, fits=FITS)
    except Exception as problem:
        # Whatever it was: the last good result stays, and staff see that it is not the newest.
        FITS.drop(conversation.pk)
        record_failure(conversation=conversation, problem=problem)
        return None
