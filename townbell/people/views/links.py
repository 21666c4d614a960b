"""Links that work once: an invitation, a new start, a demo's door.

Opening one changes nothing: chat programs open links to preview them. Its button does.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from townbell.people import actions, sign_in
from townbell.people.access import never_stored, next_step
from townbell.people.forms import NewAccountForm, NewPasswordForm
from townbell.people.models import Invitation, Member, SignInLink
from townbell.people.queries import invitation_of, sign_in_link_of
from townbell.people.views.door import read_or_post
from townbell.web.access import open_to_everyone
from townbell.web.redirects import see_other


@read_or_post
@open_to_everyone("who holds an invitation may accept it")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitation_of(token)
    if found is None:
        return ended(request)
    member = sign_in.signed_in(request)
    if member is not None:
        return invitation_for_member(request, found, member, token)
    form = NewAccountForm(request.POST or None, member=Member(email=found.email))
    if request.method == "POST" and form.is_valid():
        try:
            newcomer = actions.accept_invitation(token=token, member=None, **form.cleaned_data)
        except actions.LinkEnded:
            return ended(request)
        except actions.HasAccount:
            form.add_error(None, _("Somebody with this address works here already: sign in first."))
        else:
            return welcome(request, newcomer)
    return page(request, "people/invitation.html", form=form, invitation=found)


def invitation_for_member(
    request: HttpRequest, found: Invitation, member: Member, token: str
) -> HttpResponse:
    yours = member.email == found.email
    if request.method == "POST" and yours:
        try:
            actions.accept_invitation(token=token, member=member)
        except actions.LinkEnded:
            return ended(request)
        return see_other("people:desk")
    return page(request, "people/invitation_for_member.html", invitation=found, yours=yours)


@read_or_post
@open_to_everyone("who lost their proofs got this link from the person who runs the server")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    link = sign_in_link_of(token, SignInLink.Purpose.RESET)
    if link is None:
        return ended(request)
    form = NewPasswordForm(request.POST or None, member=link.member)
    if request.method == "POST" and form.is_valid():
        try:
            return welcome(request, actions.use_reset_link(token=token, **form.cleaned_data))
        except actions.LinkEnded:
            return ended(request)
    return page(request, "people/reset.html", form=form, member=link.member)


def welcome(request: HttpRequest, member: Member) -> HttpResponse:
    """Go on to the second proof: a link and a password alone open nothing."""
    sign_in.begin(request, member)
    return see_other(next_step(request))


@read_or_post
@open_to_everyone("a demo's one-time link; refused where this is not a demo")
def demo_door(request: HttpRequest, token: str) -> HttpResponse:
    link = sign_in_link_of(token, SignInLink.Purpose.DEMO)
    if link is None or not settings.DEMO:
        return ended(request)
    if request.method == "POST":
        try:
            member = actions.use_demo_link(token=token)
        except (actions.LinkEnded, actions.NotADemo):
            return ended(request)
        sign_in.let_in(request, member, proof=sign_in.Proof.DEMO)
        return see_other("people:desk")
    return page(request, "people/demo_door.html", member=link.member)


def ended(request: HttpRequest) -> HttpResponse:
    return never_stored(render(request, "people/link_ended.html", status=410))


def page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return never_stored(render(request, template, context))
