from townbell.conversations.models.archive import Archiving, Unarchiving
from townbell.conversations.models.co_convener import CoConvener, CoConvenerRemoval
from townbell.conversations.models.conversation import (
    Closure,
    Conversation,
    ConversationText,
    EntryChange,
    Extension,
    Launch,
    Reopening,
    Revision,
)
from townbell.conversations.models.embedding import ListedSite, Unlisting
from townbell.conversations.models.handover import Handover, Offer, OfferWithdrawal
from townbell.conversations.models.results import (
    AnalysisFailure,
    AnalysisMark,
    Publication,
    Snapshot,
    StruckText,
    Withdrawal,
)
from townbell.conversations.models.statement import Flag, Merge, Statement, StatementText
from townbell.conversations.models.translation import GlossaryTerm, WaitingTable
from townbell.conversations.models.vote import Participant, Vote
from townbell.conversations.models.watch import Margin, Watch

__all__ = [
    "AnalysisFailure",
    "AnalysisMark",
    "Archiving",
    "Closure",
    "CoConvener",
    "CoConvenerRemoval",
    "Conversation",
    "ConversationText",
    "EntryChange",
    "Extension",
    "Flag",
    "GlossaryTerm",
    "Handover",
    "Launch",
    "ListedSite",
    "Margin",
    "Merge",
    "Offer",
    "OfferWithdrawal",
    "Participant",
    "Publication",
    "Reopening",
    "Revision",
    "Snapshot",
    "Statement",
    "StatementText",
    "StruckText",
    "Unarchiving",
    "Unlisting",
    "Vote",
    "WaitingTable",
    "Watch",
    "Withdrawal",
]
