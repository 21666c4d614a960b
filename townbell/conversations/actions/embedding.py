from django.db import transaction

from townbell.conversations.actions.convening import NotNow
from townbell.conversations.models import Conversation, ListedSite, Unlisting
from townbell.ledger import actions as ledger
from townbell.people.models import Member
from townbell.web.framing import origin_of

# The list travels in a header of every card.
MOST_SITES = 20


@transaction.atomic
def list_site(*, conversation: Conversation, origin: str, by: Member) -> ListedSite:
    """Let a site show the conversation's card on its pages."""
    Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    standing = ListedSite.objects.standing().filter(conversation=conversation)
    origin = origin_of(origin)
    if len(standing) >= MOST_SITES or origin in {site.origin for site in standing}:
        raise NotNow
    site = ListedSite.objects.create(conversation=conversation, origin=origin, by=by)
    ledger.append("site listed", site, public=True)
    return site


@transaction.atomic
def take_site_off(*, site: ListedSite, by: Member) -> Unlisting:
    """Let a site show the card no longer."""
    ListedSite.objects.select_for_update().get(pk=site.pk)
    if Unlisting.objects.filter(site=site).exists():
        raise NotNow
    unlisting = Unlisting.objects.create(site=site, by=by)
    ledger.append("site taken off", unlisting, public=True)
    return unlisting
