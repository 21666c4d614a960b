"""Who works here: the desk, and for administrators the list, invitations, roles and access."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.people import actions, queries
from townbell.people.access import (
    StaffRequest,
    administered_appointment,
    administered_invitation,
    administered_member,
    signed_in_only,
    staff_only,
)
from townbell.people.forms import InvitationForm, ReasonForm, RoleForm
from townbell.people.models import Member, Role
from townbell.people.views.door import read_or_post
from townbell.web.redirects import see_other


@require_safe
@signed_in_only("the first page of staff shows what waits for them")
def desk(request: StaffRequest) -> HttpResponse:
    return render(request, "people/desk.html")


@require_safe
@staff_only("administrators see who works in their organisations", Role.ADMINISTRATOR)
def staff(request: StaffRequest) -> HttpResponse:
    context = {
        "members": queries.staff_of(request.user),
        "invitations": queries.invitations_of(request.user),
    }
    return render(request, "people/staff.html", context)


@read_or_post
@staff_only("administrators invite", Role.ADMINISTRATOR)
def invite(request: StaffRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, organisations=request.user.administers())
    if request.method == "POST" and form.is_valid():
        link = actions.invite(by=request.user, **form.cleaned_data)
        # Shown in this answer and nowhere else: only its hash is kept.
        context = {"link": link, "email": form.cleaned_data["email"]}
        return render(request, "people/invited.html", context)
    return render(request, "people/invite.html", {"form": form, "duties": duties()})


def duties() -> list[tuple[str, str]]:
    return [(str(role.label), role.duty) for role in Role]


@require_POST
@staff_only("administrators take invitations back", Role.ADMINISTRATOR)
def take_back_invitation(request: StaffRequest, pk: int) -> HttpResponse:
    invitation = administered_invitation(request.user, pk)
    actions.take_back_invitation(invitation=invitation, by=request.user)
    return see_other("people:staff")


@require_safe
@staff_only("administrators see a colleague's roles", Role.ADMINISTRATOR)
def member(request: StaffRequest, pk: int) -> HttpResponse:
    return member_page(request, administered_member(request.user, pk))


def member_page(
    request: StaffRequest,
    member: Member,
    *,
    role_form: RoleForm | None = None,
    reason_form: ReasonForm | None = None,
    problem: str = "",
) -> HttpResponse:
    organisations = request.user.administers().filter(appointments__member=member).distinct()
    context = {
        "member": member,
        "held": member.appointments.filter(organisation__in=organisations).select_related(
            "organisation", "by"
        ),
        "places": member.memberships.filter(team__organisation__in=organisations).select_related(
            "team__organisation"
        ),
        "deactivation": queries.deactivation_of(member),
        "duties": duties(),
        "role_form": role_form or RoleForm(organisations=organisations),
        "reason_form": reason_form or ReasonForm(),
        "problem": problem,
    }
    status = 409 if problem else 200
    return render(request, "people/member.html", context, status=status)


@require_POST
@staff_only("administrators give roles", Role.ADMINISTRATOR)
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    member = administered_member(request.user, pk)
    # Others than those the member works for must be invited, so that they can say no.
    theirs = request.user.administers().filter(appointments__member=member).distinct()
    form = RoleForm(request.POST, organisations=theirs)
    if not form.is_valid():
        return member_page(request, member, role_form=form)
    actions.appoint(member=member, by=request.user, **form.cleaned_data)
    return see_other("people:member", pk)


@require_POST
@staff_only("administrators withdraw roles", Role.ADMINISTRATOR)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    appointment = administered_appointment(request.user, pk)
    member = appointment.member
    try:
        actions.withdraw(appointment=appointment, by=request.user)
    except actions.LastAdministrator:
        return member_page(request, member, problem=keep_one())
    if Member.objects.administered_by(request.user).filter(pk=member.pk).exists():
        return see_other("people:member", member.pk)
    return see_other("people:desk")


@require_POST
@staff_only("administrators end access", Role.ADMINISTRATOR)
def deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    member = administered_member(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return member_page(request, member, reason_form=form)
    try:
        actions.deactivate(member=member, by=request.user, **form.cleaned_data)
    except actions.NotYours:
        return member_page(request, member, problem=also_elsewhere())
    except actions.LastAdministrator:
        return member_page(request, member, problem=keep_one())
    return see_other("people:member", pk)


@require_POST
@staff_only("administrators give access back", Role.ADMINISTRATOR)
def reinstate(request: StaffRequest, pk: int) -> HttpResponse:
    member = administered_member(request.user, pk)
    ended = queries.deactivation_of(member)
    try:
        if ended is not None:
            actions.reinstate(deactivation=ended, by=request.user)
    except actions.NotYours:
        return member_page(request, member, problem=also_elsewhere())
    return see_other("people:member", pk)


def keep_one() -> str:
    return _("Nothing was changed: this organisation would have no administrator left.")


def also_elsewhere() -> str:
    return _(
        "Nothing was changed: this person also works for an organisation that you do not "
        "administer. You can withdraw their roles in yours."
    )
