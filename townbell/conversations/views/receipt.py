from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from townbell.conversations import access
from townbell.conversations.forms.public import ReceiptForm
from townbell.conversations.languages import content_language
from townbell.conversations.queries.outcomes import outcome_of
from townbell.conversations.queries.results import asks_of, result_of_statement
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post


@never_cache
@same_origin_post
@open_to_everyone("whoever holds a receipt may see what became of its statement")
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    conversation = access.public_conversation(slug)
    language = content_language(request, conversation)
    form = ReceiptForm(request.POST or None)
    outcome = None
    if form.is_valid():
        # Guessing is slowed down like speaking: both are things nobody does often.
        if not limits.allowed(request, "receipt"):
            return limits.please_wait(request)
        outcome = outcome_of(conversation, form.cleaned_data["code"], language=language)
        if outcome is None:
            form.add_error(
                "code",
                _("No statement of this conversation has this code. Check each letter and digit."),
            )
    number = outcome.statement.number if outcome else None
    row = outcome and result_of_statement(outcome.statement, language=language)
    context = {
        "votes": row and row.everyone,
        "ask": None if number is None else asks_of(conversation).get(number),
        "conversation": conversation,
        "words": conversation.text_in(language),
        "form": form,
        "outcome": outcome,
    }
    return render(request, "conversations/receipt.html", context)
