"""What this room stores, why, who sees it and when it goes."""

from townbell.conversations.inventory.acts import ACTS
from townbell.conversations.inventory.content import CONTENT
from townbell.conversations.inventory.machine import MACHINE
from townbell.conversations.inventory.paper import PAPER
from townbell.conversations.inventory.residents import RESIDENTS
from townbell.conversations.inventory.results import RESULTS

TABLES = RESIDENTS + CONTENT + ACTS + PAPER + RESULTS + MACHINE
