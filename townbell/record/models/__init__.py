from townbell.record.models.commitment import (
    AgencyWord,
    CommunityWord,
    Evidence,
    Opinion,
    OpinionCount,
)
from townbell.record.models.loop import Answer, Ask, Commitment
from townbell.record.models.record import Edition, Issue, Record, Removal, Withdrawal
from townbell.record.models.statement import (
    Capture,
    Policy,
    PublicStatement,
    Related,
    Reply,
    RightOfReply,
    Rung,
    Source,
)

__all__ = [
    "AgencyWord",
    "Answer",
    "Ask",
    "Capture",
    "Commitment",
    "CommunityWord",
    "Edition",
    "Evidence",
    "Issue",
    "Opinion",
    "OpinionCount",
    "Policy",
    "PublicStatement",
    "Record",
    "Related",
    "Removal",
    "Reply",
    "RightOfReply",
    "Rung",
    "Source",
    "Withdrawal",
]
