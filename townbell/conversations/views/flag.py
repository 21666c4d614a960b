from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from townbell.conversations import access
from townbell.conversations.actions import speaking
from townbell.conversations.languages import content_language
from townbell.moderation.forms import RuleForm
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post


@same_origin_post
@open_to_everyone("anyone may say that a statement breaks a rule")
def flag(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    statement = access.shown_statement(slug, pk)
    conversation = access.public_conversation(slug)
    if conversation.rulebook is None or statement.standing != statement.Standing.PUBLISHED:
        raise Http404
    language = content_language(request, conversation)
    form = RuleForm(request.POST or None, rulebook=conversation.rulebook, language=language)
    flagged = form.is_valid()
    if flagged:
        if not limits.allowed(request, "flag"):
            return limits.please_wait(request)
        speaking.flag_statement(statement=statement, rule=form.cleaned_data["rule"])
    context = {
        "conversation": conversation,
        "words": conversation.text_in(language),
        "statement": statement,
        "text": statement.text_in(language),
        "form": form,
        "flagged": flagged,
    }
    status = HTTPStatus.OK if flagged or request.method != "POST" else HTTPStatus.BAD_REQUEST
    return render(request, "conversations/flag.html", context, status=status)
