from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.moderation.forms import RuleForm
from townbell.moderation.queries import rulebook_of
from townbell.people.access import StaffRequest, staff_only
from townbell.people.models import Role
from townbell.record import access
from townbell.record.actions import editions, loop, statements
from townbell.record.forms import desk
from townbell.record.models import PublicStatement, Record
from townbell.record.queries.statements import editions_of, last_rung, sources_of
from townbell.record.reading import Reading
from townbell.record.views.desk.loop import WRITERS, first_of, form_page


@staff_only("staff record what an official said in public", *WRITERS)
def new_statement(request: StaffRequest) -> HttpResponse:
    form = desk.StatementForm(request.POST or None)
    if form.is_valid():
        made = statements.record_statement(
            keeper=first_of(request, *WRITERS),
            agency=form.cleaned_data["agency"],
            said_on=form.cleaned_data["said_on"],
            capacity=form.cleaned_data["capacity"],
            content=form.content(),
            by=request.user,
        )
        return redirect("record_desk:kept", made.record.kind, made.record.number)
    return form_page(request, form, _("Record a public statement"))


@staff_only("staff record a policy of their agency", Role.OFFICIAL, Role.CLERK)
def new_policy(request: StaffRequest) -> HttpResponse:
    form = desk.PolicyForm(request.POST or None)
    if form.is_valid():
        made = statements.write_policy(
            agency=first_of(request, Role.OFFICIAL, Role.CLERK),
            reference=form.cleaned_data["reference"],
            words=form.words(),
            in_force_from=form.cleaned_data["in_force_from"],
            by=request.user,
        )
        return redirect("record_desk:kept", made.record.kind, made.record.number)
    return form_page(request, form, _("Record a policy"))


@staff_only("staff record a reported action", *WRITERS)
def new_action(request: StaffRequest) -> HttpResponse:
    form = desk.ActionForm(request.POST or None)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("on", "source")}
        made = statements.report_action(
            keeper=first_of(request, *WRITERS),
            content=facts | {"words": form.words()},
            by=request.user,
        )
        return redirect("record_desk:kept", made.kind, made.number)
    return form_page(request, form, _("Record a reported action"))


@require_safe
@staff_only("staff work on the records their organisation keeps", *WRITERS)
def kept(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    record = access.own_record(request.user, kind, number)
    newest = loop.newest(record)
    issued = editions.is_issued(newest)
    alone = not editions.needs_second_person(record)
    context: dict[str, Any] = {
        "record": record,
        "reading": Reading(newest, get_language() or ""),
        "issued": issued,
        "public": editions_of(record),
        "may_publish": not issued and (alone or newest.by_id != request.user.pk),
    }
    if kind == Record.Kind.STATEMENT:
        context |= of_statement(record.statement, request)
    return render(request, "record/desk/kept.html", context)


def of_statement(statement: PublicStatement, request: StaffRequest) -> dict[str, Any]:
    proposed = statement.rungs.filter(reviewed_at=None).exclude(step__in=statements.ALONE)
    return {
        "statement": statement,
        "rung": last_rung(statement),
        "sources": sources_of(statement),
        "proposed": [(rung, rung.by_id != request.user.pk) for rung in proposed],
    }


@require_POST
@staff_only("staff publish a draft, an agency's with a second person", *WRITERS)
def publish(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    record = access.own_record(request.user, kind, number)
    try:
        editions.issue_edition(edition=loop.newest(record), by=request.user)
    except editions.SecondPersonNeeded:
        raise Http404 from None
    except editions.AlreadyPublic:
        pass
    return redirect("record:record", kind, number)


@staff_only("staff correct their record, with a reason everybody sees", *WRITERS)
def correct(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    record = access.own_record(request.user, kind, number)
    content = loop.newest(record).content
    if content.get("removed"):
        raise Http404
    form = desk.CorrectionForm(request.POST or None, initial=desk.WordsForm.initial_of(content))
    if form.is_valid():
        editions.draft_edition(
            record=record,
            content=content | {"words": form.words()},
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
        return redirect("record_desk:kept", kind, number)
    return form_page(request, form, _("Correct it"))


@staff_only("staff take a record back, with a reason everybody sees", *WRITERS)
def withdraw(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    record = access.own_record(request.user, kind, number)
    if hasattr(record, "withdrawal") or not editions_of(record):
        raise Http404
    form = desk.ReasonForm(request.POST or None)
    if form.is_valid():
        editions.withdraw_record(record=record, by=request.user, **form.cleaned_data)
        return redirect("record:record", kind, number)
    return form_page(request, form, _("Take the record back"))


@staff_only("staff remove words from every version by a published rule", *WRITERS)
def remove(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    record = access.own_record(request.user, kind, number)
    rulebook = rulebook_of(record.keeper)
    if hasattr(record, "removal") or rulebook is None or not editions_of(record):
        raise Http404
    form = RuleForm(request.POST or None, rulebook=rulebook, language=get_language() or "")
    if form.is_valid():
        editions.remove_words(record=record, rule=form.cleaned_data["rule"], by=request.user)
        return redirect("record:record", kind, number)
    return form_page(request, form, _("Remove the words by a rule"))


@staff_only("staff name where the words can be found", *WRITERS)
def source(request: StaffRequest, number: int) -> HttpResponse:
    statement = access.own_statement(request.user, number)
    form = desk.SourceForm(request.POST or None)
    if form.is_valid():
        statements.add_source(statement=statement, **form.cleaned_data)
        return back(number)
    return form_page(request, form, _("Name a source"))


@staff_only("staff keep a private copy of a source and publish its hash", *WRITERS)
def capture(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    statement = access.own_statement(request.user, number)
    found = get_object_or_404(statement.sources, pk=pk)
    form = desk.CaptureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        statements.add_capture(source=found, by=request.user, **form.cleaned_data)
        return back(number)
    return form_page(request, form, _("Keep a copy"), upload=True)


@staff_only("staff propose how sure it is that the words were said", *WRITERS)
def rung(request: StaffRequest, number: int) -> HttpResponse:
    statement = access.own_statement(request.user, number)
    form = desk.RungForm(request.POST or None)
    if form.is_valid():
        try:
            statements.propose_rung(statement=statement, by=request.user, **form.cleaned_data)
        except statements.SourceMissing:
            form.add_error("step", _("Name the sources first: one, or two to corroborate."))
        else:
            return back(number)
    return form_page(request, form, _("Change the status"))


@require_POST
@staff_only("a second person reviews a step on the ladder", *WRITERS)
def review(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    statement = access.own_statement(request.user, number)
    proposed = access.rung_to_review(request.user, statement, pk)
    statements.review_rung(rung=proposed, by=request.user)
    return back(number)


@staff_only("staff note whom they asked for a reply", *WRITERS)
def invitation(request: StaffRequest, number: int) -> HttpResponse:
    statement = access.own_statement(request.user, number)
    form = desk.ReplyInvitationForm(request.POST or None)
    if form.is_valid():
        statements.ask_for_reply(statement=statement, **form.cleaned_data)
        return back(number)
    return form_page(request, form, _("Note whom you asked for a reply"))


@staff_only("staff set a policy or a reported action beside a statement", *WRITERS)
def beside(request: StaffRequest, number: int) -> HttpResponse:
    statement = access.own_statement(request.user, number)
    form = desk.BesideForm(request.POST or None)
    if form.is_valid():
        statements.set_beside(statement=statement, **form.cleaned_data)
        return back(number)
    return form_page(request, form, _("Set beside it"))


@staff_only("the agency replies to a statement", Role.OFFICIAL)
def reply(request: StaffRequest, number: int) -> HttpResponse:
    record = access.public_record(Record.Kind.STATEMENT, number)
    if not request.user.has_role(Role.OFFICIAL, record.statement.agency):
        raise Http404
    form = desk.ReplyForm(request.POST or None)
    if form.is_valid():
        made = statements.draft_reply(
            statement=record.statement, words=form.words(), by=request.user
        )
        return redirect("record_desk:kept", made.record.kind, made.record.number)
    return form_page(request, form, _("Reply to statement %(number)d") % {"number": number})


def back(number: int) -> HttpResponse:
    return redirect("record_desk:kept", Record.Kind.STATEMENT.value, number)
