from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from townbell.conversations import access
from townbell.conversations.actions import embedding
from townbell.conversations.actions.convening import NotNow
from townbell.conversations.forms.embedding import SiteForm
from townbell.conversations.models import Conversation
from townbell.conversations.queries.embedding import card_of, sites_of, snippets_of
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role

LISTERS = (Role.CONVENER, Role.ADMINISTRATOR)


@require_safe
@staff_only("administrators see which conversations stand on other sites", Role.ADMINISTRATOR)
def embeds(request: StaffRequest) -> HttpResponse:
    conversations = access.conversations_administered(request.user)
    return render(request, "conversations/desk/embeds.html", {"conversations": conversations})


@staff_only("conveners and administrators list the sites that may show the card", *LISTERS)
def embed(request: StaffRequest, slug: str) -> HttpResponse:
    conversation = access.conversation_to_embed(request.user, slug)
    sites = sites_of(conversation)
    form = SiteForm(request.POST or None, listed=[site.origin for site in sites])
    if form.is_valid():
        # Somebody else may have listed it in the same moment: then it is there.
        with suppress(NotNow):
            embedding.list_site(conversation=conversation, by=request.user, **form.cleaned_data)
        return redirect("desk:embed", slug)
    context = page(conversation) | {"form": form, "sites": sites}
    context["may_convene"] = access.may_convene(request.user, conversation)
    return render(request, "conversations/desk/embed.html", context)


def page(conversation: Conversation) -> dict[str, object]:
    language = get_language() or conversation.source_language
    if conversation.words(language) is None:
        return {"conversation": conversation}
    return {
        "conversation": conversation,
        "embed": card_of(conversation, language),
        "snippets": snippets_of(conversation),
    }


@require_POST
@staff_only("conveners and administrators take a site off the list", *LISTERS)
def unlist(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_to_embed(request.user, slug)
    with suppress(NotNow):
        site = get_object_or_404(conversation.sites, pk=pk)
        embedding.take_site_off(site=site, by=request.user)
    return redirect("desk:embed", slug)
