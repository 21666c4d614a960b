from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from townbell.conversations import access
from townbell.conversations.actions import paper as actions
from townbell.conversations.forms.paper import BallotForm, RecountForm, WhyForm
from townbell.conversations.models import Bundle
from townbell.conversations.queries.paper import lines_of
from townbell.conversations.views.desk.paper import PAPER_ROLES
from townbell.people.access import StaffRequest, staff_only
from townbell.web.redirects import see_other

SENTENCES = {
    actions.HeldByAnother: gettext_lazy("Somebody else has this bundle now. Nothing was changed."),
    actions.BundleOver: gettext_lazy("This bundle was finished meanwhile. Nothing was changed."),
    actions.BundleFull: gettext_lazy(
        "As many ballots as were counted are typed in already. Nothing was saved."
    ),
    actions.DoesNotAddUp: gettext_lazy(
        "It does not add up: not as many ballots are typed in as were counted. Nothing was counted."
    ),
    actions.NothingToUndo: gettext_lazy("There is no last ballot to take back."),
}


@staff_only("conveners and clerks type in the ballots of a bundle", *PAPER_ROLES)
def bundle(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    found = access.bundle_of(conversation, pk)
    form = ballot_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_ballot(
                bundle=found,
                key=form.cleaned_data["key"],
                answers=form.answers,
                by=request.user,
            )
        except actions.Refused as refused:
            return answer(request, found, problem=str(SENTENCES[type(refused)]))
        return see_other("desk:bundle", slug, pk)
    return answer(request, found, form=form)


def ballot_form(request: StaffRequest, found: Bundle) -> BallotForm:
    return BallotForm(request.POST or None, lines=lines_of(found.edition, found.language))


def answer(
    request: StaffRequest, found: Bundle, *, form: BallotForm | None = None, problem: str = ""
) -> HttpResponse:
    found.refresh_from_db()
    holder, typed = found.holder, found.ballots.count()
    lines = lines_of(found.edition, found.language)
    context = {
        "conversation": found.edition.conversation,
        "bundle": found,
        "holder": holder,
        "is_mine": holder == request.user,
        "typed": typed,
        "is_full": typed >= found.total,
        "adds_up": typed == found.total,
        "form": form or BallotForm(lines=lines),
        "gone": [line.position for line in lines if line.gone],
        "problem": problem,
    }
    status = 409 if problem else 200
    return render(request, "conversations/desk/paper/bundle.html", context, status=status)


def do(request: StaffRequest, slug: str, pk: int, act: Callable[..., object]) -> HttpResponse:
    found = access.bundle_of(access.conversation_on_paper(request.user, slug), pk)
    try:
        act(bundle=found, by=request.user)
    except actions.Refused as refused:
        return answer(request, found, problem=str(SENTENCES[type(refused)]))
    return see_other("desk:bundle", slug, pk)


@require_POST
@staff_only("who types in a bundle takes its last ballot back", *PAPER_ROLES)
def undo(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return do(request, slug, pk, actions.undo_ballot)


@require_POST
@staff_only("a second clerk takes a bundle over", *PAPER_ROLES)
def take_over(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return do(request, slug, pk, actions.take_over)


@require_POST
@staff_only("who types in a bundle closes it", *PAPER_ROLES)
def close_bundle(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return do(request, slug, pk, actions.close_bundle)


@staff_only("who types in a bundle corrects its total, with a reason", *PAPER_ROLES)
def recount(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    form = RecountForm(request.POST or None)
    return with_reason(
        request, slug, pk, form, act=actions.recount_bundle, title=_("Correct the total")
    )


@staff_only("who types in a bundle discards it, with a reason", *PAPER_ROLES)
def discard(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    form = WhyForm(request.POST or None)
    return with_reason(
        request, slug, pk, form, act=actions.discard_bundle, title=_("Discard the bundle")
    )


def with_reason(
    request: StaffRequest,
    slug: str,
    pk: int,
    form: WhyForm,
    *,
    act: Callable[..., object],
    title: str,
) -> HttpResponse:
    conversation = access.conversation_on_paper(request.user, slug)
    found = access.bundle_of(conversation, pk)
    if form.is_valid():
        try:
            act(bundle=found, by=request.user, **form.cleaned_data)
        except actions.Refused as refused:
            return answer(request, found, problem=str(SENTENCES[type(refused)]))
        return see_other("desk:bundle", slug, pk)
    context = {"conversation": conversation, "form": form, "title": title, "bundle": found}
    return render(request, "conversations/desk/paper/form.html", context)
