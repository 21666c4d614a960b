"""Who may see the pages of staff: decorators for views, and the object or 404 for each page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from townbell.people import sign_in
from townbell.people.desk import Desk
from townbell.people.models import Appointment, Factor, Invitation, Member, Organisation, Role, Team
from townbell.web.fragments import asks_for_part
from townbell.web.redirects import SeeOther

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request of somebody who passed both proofs."""

    user: Member
    desk: Desk


class SettingUpRequest(HttpRequest):
    """A request of somebody who may add a second proof to their account."""

    member: Member
    desk: Desk


def staff_only(why: str, *roles: Role) -> Callable[[View], View]:
    """Let in staff who passed both proofs and hold one of `roles` (none named: any role at all).

    Others go to the step they miss. A wrong role gets 404: what is not yours is not there. A role
    is a role somewhere; which organisation's things one may touch is for each room's `access`.
    """
    wanted = frozenset(roles or Role)

    def mark(view: View) -> View:
        @signed_in_only(why)
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.desk.roles & wanted:
                raise Http404
            return view(request, *args, **kwargs)

        names = ", ".join(roles) or "any role"
        return with_policy(guarded, f"staff ({names}): {why}")

    return mark


def signed_in_only(why: str) -> Callable[[View], View]:
    """Let in anybody who passed both proofs, even with no role (yet): their own account."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            member = sign_in.signed_in(request)
            if member is None:
                return go_to(request, next_step(request))
            request.desk = Desk(member)
            return never_stored(view(request, *args, **kwargs))

        return with_policy(guarded, f"signed in: {why}")

    return mark


def half_signed_in_only(why: str) -> Callable[[View], View]:
    """Let in who gave a right password and has a second proof to show."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            half = sign_in.half_signed_in(request)
            if half is None or not half.member.factors.exists():
                return go_to(request, next_step(request))
            return never_stored(view(request, *args, **kwargs))

        return with_policy(guarded, f"after the password: {why}")

    return mark


def setting_up(why: str) -> Callable[[View], View]:
    """Let in who may add a second proof: a newcomer without any, or staff who proved it just now.

    Who has a second proof and did not show it must not be able to add another one.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: SettingUpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            half, member = sign_in.half_signed_in(request), sign_in.signed_in(request)
            if member is not None and not sign_in.is_fresh(request):
                return go_to(request, prove_again_address(request))
            if member is None and half is not None and not half.member.factors.exists():
                member = half.member
            if member is None:
                return go_to(request, next_step(request))
            if half is None:
                request.desk = Desk(member)
            request.member = member
            return never_stored(view(request, *args, **kwargs))

        return with_policy(guarded, f"setting up: {why}")

    return mark


def freshly_proved(view: View) -> View:
    """Ask for the password again before what a borrowed, open browser must not do."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sign_in.is_fresh(request):
            return go_to(request, prove_again_address(request))
        return view(request, *args, **kwargs)

    return guarded


def with_policy(view: View, policy: str) -> View:
    view.access_policy = policy  # type: ignore[attr-defined]
    return view


def next_step(request: HttpRequest) -> str:
    """Return the address of the step that is missing: sign in, prove it, or set a proof up."""
    half = sign_in.half_signed_in(request)
    if half is None:
        return with_onward(reverse("people:sign_in"), request)
    if half.member.factors.exists():
        return reverse("people:second_factor")
    return reverse("people:set_up")


def prove_again_address(request: HttpRequest) -> str:
    return with_onward(reverse("people:prove_again"), request)


def with_onward(address: str, request: HttpRequest) -> str:
    # A form that was posted cannot be gone back to.
    if request.method != "GET":
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    # htmx would swap the sign-in page into a corner of the page that lost its session.
    if asks_for_part(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return SeeOther(address)


def never_stored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def administered_organisation(member: Member, slug: str) -> Organisation:
    return get_object_or_404(member.administers(), slug=slug)


def administered_team(member: Member, pk: int) -> Team:
    return get_object_or_404(Team, pk=pk, organisation__in=member.administers().values("pk"))


def administered_member(member: Member, pk: int) -> Member:
    found: Member = get_object_or_404(Member.objects.administered_by(member), pk=pk)
    return found


def administered_appointment(member: Member, pk: int) -> Appointment:
    return get_object_or_404(Appointment, pk=pk, organisation__in=member.administers().values("pk"))


def administered_invitation(member: Member, pk: int) -> Invitation:
    return get_object_or_404(Invitation, pk=pk, organisation__in=member.administers().values("pk"))


def own_factor(member: Member, pk: int) -> Factor:
    return get_object_or_404(member.factors, pk=pk)
