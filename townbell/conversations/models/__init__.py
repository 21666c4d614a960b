from townbell.conversations.models.acts import (
    Closure,
    EntryChange,
    Extension,
    Launch,
    Reopening,
    Revision,
)
from townbell.conversations.models.archive import Archiving, Unarchiving
from townbell.conversations.models.co_convener import CoConvener, CoConvenerRemoval
from townbell.conversations.models.conversation import Conversation, ConversationText
from townbell.conversations.models.embedding import ListedSite, Unlisting
from townbell.conversations.models.handover import (
    Declination,
    Handover,
    Offer,
    OfferWithdrawal,
)
from townbell.conversations.models.paper import (
    Ballot,
    Bundle,
    BundleClosure,
    BundleDiscarding,
    Edition,
    EditionStatement,
    EditionWithdrawal,
    Holding,
    Mark,
    Recount,
)
from townbell.conversations.models.results import (
    AnalysisFailure,
    AnalysisMark,
    Publication,
    RefitMark,
    Snapshot,
    StruckText,
    Withdrawal,
)
from townbell.conversations.models.statement import Flag, Merge, Statement, StatementText
from townbell.conversations.models.translation import (
    GlossaryTerm,
    LanguageReturn,
    LanguageWithdrawal,
    WaitingTable,
)
from townbell.conversations.models.vote import Participant, Vote
from townbell.conversations.models.watch import Margin, Watch

__all__ = [
    "AnalysisFailure",
    "AnalysisMark",
    "Archiving",
    "Ballot",
    "Bundle",
    "BundleClosure",
    "BundleDiscarding",
    "Closure",
    "CoConvener",
    "CoConvenerRemoval",
    "Conversation",
    "ConversationText",
    "Declination",
    "Edition",
    "EditionStatement",
    "EditionWithdrawal",
    "EntryChange",
    "Extension",
    "Flag",
    "GlossaryTerm",
    "Handover",
    "Holding",
    "LanguageReturn",
    "LanguageWithdrawal",
    "Launch",
    "ListedSite",
    "Margin",
    "Mark",
    "Merge",
    "Offer",
    "OfferWithdrawal",
    "Participant",
    "Publication",
    "Recount",
    "RefitMark",
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
