from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from townbell.conversations import access, participants
from townbell.conversations.actions import speaking
from townbell.conversations.actions.voting import ConversationClosed, SlipNeeded, needs_slip
from townbell.conversations.deck import deck_of
from townbell.conversations.forms.public import StatementForm
from townbell.conversations.languages import content_language
from townbell.conversations.models import Conversation, Statement
from townbell.conversations.queries.open import entry_while_open
from townbell.conversations.similar import most_alike
from townbell.moderation.queries import rules_of
from townbell.participation.exposures import find_exposures
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post
from townbell.web.languages import page_language

PAGE = "conversations/say.html"


@never_cache
@same_origin_post
@open_to_everyone("anyone may add a statement to an open conversation")
def say(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    spoken = spoken_here(request, conversation)
    if request.method != "POST":
        return say_page(request, conversation, StatementForm(languages=spoken))
    form = StatementForm(request.POST, languages=spoken)
    if not form.is_valid():
        return say_page(request, conversation, form)

    text = form.cleaned_data["text"]
    exposures = find_exposures(text)
    alike = statements_alike(conversation, text, language=content_language(request, conversation))
    # The author sees what was found once, before anything is saved, and decides.
    if (exposures or alike) and form.cleaned_data["unchanged"] != text:
        return say_page(request, conversation, form, exposures=exposures, alike=alike, found=text)
    if not limits.allowed(request, "statement"):
        return limits.please_wait(request)
    return submit(request, conversation, form, hold=bool(exposures))


def submit(
    request: HttpRequest, conversation: Conversation, form: StatementForm, *, hold: bool
) -> HttpResponse:
    try:
        submission = speaking.submit_statement(
            conversation=conversation,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            hold=hold,
            speaker=participants.find(request, conversation),
        )
    except ConversationClosed:
        form.add_error("text", _("This conversation has closed and takes no new statements."))
        return say_page(request, conversation, form)
    except SlipNeeded:
        form.add_error(
            "text", _("Only people with a slip can say something here. Nothing was sent yet.")
        )
        return say_page(request, conversation, form)
    # No redirect: the code is shown once, and an address with a code in it would be kept.
    context = {
        "conversation": conversation,
        "submission": submission,
        "words": words(request, conversation),
    }
    return render(request, "conversations/said.html", context)


def say_page(
    request: HttpRequest, conversation: Conversation, form: StatementForm, **found: object
) -> HttpResponse:
    entry = entry_while_open(conversation.pk)
    context = {
        "conversation": conversation,
        "words": words(request, conversation),
        "form": form,
        "rules": rules_of(conversation.rulebook),
        "is_open": entry is not None,
        "needs_slip": entry is not None
        and needs_slip(entry, participants.find(request, conversation)),
        **found,
    }
    return render(request, PAGE, context)


def spoken_here(request: HttpRequest, conversation: Conversation) -> list[str]:
    """Return the languages somebody may write in, the one they read in first."""
    read = [content_language(request, conversation), page_language()]
    return list(dict.fromkeys([*read, *conversation.languages]))


def words(request: HttpRequest, conversation: Conversation) -> object:
    return conversation.text_in(content_language(request, conversation))


def statements_alike(
    conversation: Conversation, text: str, *, language: str
) -> list[tuple[Statement, object]]:
    deck = deck_of(conversation)
    texts = [(pk, own.text) for pk, known in deck.statements.items() for own in known.texts.all()]
    return [
        (deck.statements[pk], deck.statements[pk].text_in(language))
        for pk in most_alike(text, texts)
    ]
