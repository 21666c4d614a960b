"""What is done once a night: what nobody needs any more goes, and so does the order of rows."""

from django.db.models import Model
from django.utils import timezone

from townbell import upgrades
from townbell.conversations.actions import retention, translating
from townbell.conversations.models import (
    Ballot,
    Bundle,
    Flag,
    Participant,
    Statement,
    StatementText,
    Vote,
)
from townbell.participation.models import Receipt, Slip
from townbell.people import tasks as people
from townbell.web import actions as web
from townbell.web.row_order import scatter, sweep

# Whatever a resident makes: side by side, the order of any two of these tables would join them.
# With each the column by which a large table is taken in portions.
MADE_BY_RESIDENTS: dict[type[Model], str] = {
    Vote: "participant_id",
    Participant: "id",
    Statement: "id",
    StatementText: "id",
    Receipt: "",
    Slip: "",
    Flag: "",
    Ballot: "",
}


def forget_refused_texts() -> None:
    retention.forget_refused_texts(today=timezone.localdate())


def forget_old_receipts() -> None:
    retention.forget_old_receipts(today=timezone.localdate())


def forget_old_slips() -> None:
    retention.forget_old_slips(today=timezone.localdate())


def forget_old_tables() -> None:
    translating.forget_tables()


def forget_old_counts() -> None:
    web.forget_old_counts(today=timezone.localdate())


def forget_upgrade_backup() -> None:
    upgrades.forget_old_backup(today=timezone.localdate())


def scatter_rows() -> None:
    """Destroy the order of rows, and then what the jobs of this night left in the files."""
    for model, by in MADE_BY_RESIDENTS.items():
        scatter(model, by=by)
    # Bundles too: what is left of an earlier row may say which ballot was the last one then.
    sweep(*MADE_BY_RESIDENTS, Bundle)


JOBS = [
    forget_refused_texts,
    forget_old_receipts,
    forget_old_slips,
    forget_old_tables,
    forget_old_counts,
    forget_upgrade_backup,
    people.forget_old_links,
    people.forget_old_sessions,
    scatter_rows,
]
