from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Organisation, Role
from townbell.record import access
from townbell.record.actions import editions, loop, promises
from townbell.record.forms import desk
from townbell.record.models import Answer, Commitment
from townbell.record.queries.desk import desk_of, promise_on_desk, words_of

WRITERS = (Role.CONVENER, Role.OFFICIAL, Role.CLERK)
FORM = "record/desk/form.html"


@require_safe
@staff_only("staff see what their organisations owe and keep", *WRITERS)
def record(request: StaffRequest) -> HttpResponse:
    context = {
        "desk": desk_of(request.user, get_language() or ""),
        "may_answer": Role.OFFICIAL in request.desk.roles,
        "may_ask": Role.CONVENER in request.desk.roles,
    }
    return render(request, "record/desk/record.html", context)


@staff_only("conveners enter what residents ask", Role.CONVENER)
def new_ask(request: StaffRequest) -> HttpResponse:
    form = desk.AskForm(request.POST or None)
    if form.is_valid():
        ask = loop.lodge_ask(
            asker=first_of(request, Role.CONVENER),
            office=form.cleaned_data["office"],
            due=form.cleaned_data["due"],
            address=form.cleaned_data["address"],
            words=form.words(),
            by=request.user,
        )
        return redirect("record:record", "ask", ask.record.number)
    return form_page(request, form, _("Put an ask on the record"))


@staff_only("the office that owes an answer drafts it", Role.OFFICIAL)
def new_answer(request: StaffRequest, number: int) -> HttpResponse:
    ask = access.ask_to_answer(request.user, number)
    form = desk.AnswerForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        answer = loop.draft_answer(
            ask=ask,
            verdict=Answer.Verdict(data["verdict"]),
            words=form.words(),
            whose=data["whose"],
            until=data["until"],
            by=request.user,
        )
        return redirect("record_desk:answer", answer.record.number)
    return form_page(request, form, _("Answer ask %(number)d") % {"number": number})


@staff_only("the office reads its drafted answer and adds what it promises", Role.OFFICIAL)
def answer(request: StaffRequest, number: int) -> HttpResponse:
    found = access.answer_of_office(request.user, number)
    edition = loop.newest(found.record)
    issued = editions.is_issued(edition)
    form = desk.PromiseForm(request.POST or None)
    if form.is_valid() and not issued:
        loop.draft_commitment(answer=found, by=request.user, **form.promise())
        return redirect("record_desk:answer", number)
    context = {
        "answer": found,
        "words": words_of(edition, get_language() or ""),
        "promises": [
            words_of(loop.newest(each.record), get_language() or "")
            for each in found.commitments.select_related("record")
        ],
        "form": form,
        "issued": issued,
        "may_publish": not issued and edition.by_id != request.user.pk,
    }
    return render(request, "record/desk/answer.html", context)


@require_POST
@staff_only("a second person of the office publishes its answer", Role.OFFICIAL)
def publish_answer(request: StaffRequest, number: int) -> HttpResponse:
    found = access.answer_of_office(request.user, number)
    try:
        loop.publish_answer(answer=found, by=request.user)
    except editions.SecondPersonNeeded:
        raise Http404 from None
    except editions.AlreadyPublic:
        pass
    return redirect("record:record", "ask", found.ask.record.number)


@require_safe
@staff_only("both sides come here to speak on a promise", Role.OFFICIAL, Role.CONVENER)
def commitment(request: StaffRequest, number: int) -> HttpResponse:
    found = access.public_commitment(number)
    context = promise_on_desk(found, request.user, get_language() or "")
    return render(request, "record/desk/commitment.html", context)


@staff_only("the agency says how far its promise is", Role.OFFICIAL)
def agency_word(request: StaffRequest, number: int) -> HttpResponse:
    found = promise_of_agency(request, number)
    form = desk.AgencyWordForm(request.POST or None)
    if form.is_valid():
        promises.say_for_agency(commitment=found, by=request.user, **form.cleaned_data)
        return redirect("record_desk:commitment", number)
    return form_page(request, form, _("What the agency says"))


@require_POST
@staff_only("a second person confirms the agency's word", Role.OFFICIAL)
def confirm_word(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    found = promise_of_agency(request, number)
    word = access.word_to_confirm(request.user, found, pk)
    promises.confirm_agency_word(word=word, by=request.user)
    return redirect("record_desk:commitment", number)


@staff_only("a community organisation says whether a promise was kept", Role.CONVENER)
def community_word(request: StaffRequest, number: int) -> HttpResponse:
    found = access.public_commitment(number)
    organisation = community_of(request)
    form = desk.CommunityWordForm(request.POST or None)
    if form.is_valid():
        promises.say_for_community(
            commitment=found, organisation=organisation, by=request.user, **form.cleaned_data
        )
        return redirect("record_desk:commitment", number)
    return form_page(request, form, _("What the community says"))


@staff_only("both sides attach evidence", Role.OFFICIAL, Role.CONVENER)
def evidence(request: StaffRequest, number: int) -> HttpResponse:
    found = access.public_commitment(number)
    agency = request.user.has_role(Role.OFFICIAL, found.record.keeper)
    if not agency:
        community_of(request)
    form = desk.EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        promises.add_evidence(
            commitment=found,
            side="agency" if agency else "community",
            by=request.user,
            **form.cleaned_data,
        )
        return redirect("record_desk:commitment", number)
    return form_page(request, form, _("Attach evidence"), upload=True)


def promise_of_agency(request: StaffRequest, number: int) -> Commitment:
    found = access.public_commitment(number)
    if not request.user.has_role(Role.OFFICIAL, found.record.keeper):
        raise Http404
    return found


def community_of(request: StaffRequest) -> Organisation:
    """Return the community organisation that the member convenes for."""
    own = Organisation.objects.where(request.user, Role.CONVENER)
    found = own.filter(kind=Organisation.Kind.COMMUNITY).first()
    if found is None:
        raise Http404
    return found


def first_of(request: StaffRequest, *roles: Role) -> Organisation:
    return access.keeping(request.user, *roles)[0]


def form_page(request: StaffRequest, form: forms.Form, title: str, **context: Any) -> HttpResponse:
    return render(request, FORM, {"form": form, "title": title, **context})
