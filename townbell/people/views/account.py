"""One's own account: name, password, second proofs, recovery codes."""

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townbell.people import actions, ceremonies, sign_in, totp
from townbell.people.access import (
    SettingUpRequest,
    StaffRequest,
    freshly_proved,
    own_factor,
    setting_up,
    signed_in_only,
)
from townbell.people.forms import ChangePasswordForm, NameForm, NewAppForm, NewPasskeyForm
from townbell.people.models import Member
from townbell.people.views.door import read_or_post
from townbell.web.redirects import see_other


@require_safe
@signed_in_only("one's own account")
def account(request: StaffRequest) -> HttpResponse:
    member = request.user
    return render(
        request,
        "people/account.html",
        {
            "member": member,
            "held": member.appointments.select_related("organisation").order_by("organisation"),
            "teams": member.memberships.select_related("team__organisation"),
            "factors": list(member.factors.all()),
            "codes_left": member.recovery_codes.count(),
        },
    )


@read_or_post
@signed_in_only("one's own name")
def rename(request: StaffRequest) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(member=request.user, name=form.cleaned_data["name"])
        return see_other("people:account")
    return render(request, "people/rename.html", {"form": form})


@read_or_post
@signed_in_only("one's own password")
def change_password(request: StaffRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_password(member=request.user, password=form.cleaned_data["password"])
        return stay(request)
    return render(request, "people/change_password.html", {"form": form})


@require_POST
@signed_in_only("one's own sessions")
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    actions.end_other_sessions(member=request.user)
    return stay(request)


def stay(request: StaffRequest) -> HttpResponse:
    """Keep this browser signed in after every session of its owner was ended."""
    sign_in.let_in(request, request.user, proof=request.session[sign_in.PROOF])
    return see_other("people:account")


@require_safe
@setting_up("the choice between an app and a passkey")
def set_up(request: SettingUpRequest) -> HttpResponse:
    return render(request, "people/set_up.html", {"first": is_first(request)})


@read_or_post
@setting_up("an app that shows codes")
def set_up_app(request: SettingUpRequest) -> HttpResponse:
    secret = ceremonies.new_app_secret(request, request.member)
    form = NewAppForm(request.POST or None, initial={"name": _("My phone")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_app(member=request.member, secret=secret, **form.cleaned_data)
        except actions.FactorRefused:
            form.add_error("code", _("This code is not right. Is the clock of your phone right?"))
        else:
            ceremonies.forget_new_app(request)
            return proved(request)
    context = {
        "form": form,
        "picture": picture(request.member, secret),
        "secret": totp.spelled(secret),
        "first": is_first(request),
    }
    return render(request, "people/set_up_app.html", context)


def picture(member: Member, secret: bytes) -> SafeString:
    """Draw the QR code that an app reads: black on white in dark mode too, or phones fail."""
    address = totp.address(secret, account=member.email, issuer=settings.SITE_NAME)
    drawn = segno.make(address, error="m").svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr"
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by segno from numbers; holds no text of anybody


@read_or_post
@setting_up("a passkey")
def set_up_passkey(request: SettingUpRequest) -> HttpResponse:
    form = NewPasskeyForm(request.POST or None, initial={"name": _("My passkey")})
    state = ceremonies.answered(request) if request.method == "POST" else None
    if form.is_valid() and state is not None:
        try:
            actions.add_passkey(member=request.member, state=state, **form.cleaned_data)
        except actions.FactorRefused:
            form.add_error(None, _("That passkey was not accepted. Please try again."))
        else:
            return proved(request)
    context = {
        "form": form,
        "question": ceremonies.ask_to_make_passkey(request, request.member),
        "first": is_first(request),
    }
    return render(request, "people/set_up_passkey.html", context)


def is_first(request: SettingUpRequest) -> bool:
    return sign_in.signed_in(request) is None


def proved(request: SettingUpRequest) -> HttpResponse:
    """Let a newcomer in; show everybody else their account with the new proof in it."""
    if not is_first(request):
        return see_other("people:account")
    sign_in.let_in(request, request.member)
    return see_other("people:recovery_codes")


@read_or_post
@signed_in_only("one's own recovery codes, shown once")
@freshly_proved
def recovery_codes(request: StaffRequest) -> HttpResponse:
    # The codes are in the answer to the post and nowhere else: no page shows them again.
    codes = actions.make_recovery_codes(member=request.user) if request.method == "POST" else []
    context = {"codes": codes, "codes_left": request.user.recovery_codes.count()}
    return render(request, "people/recovery_codes.html", context)


@require_POST
@signed_in_only("one's own second proof")
@freshly_proved
def remove_factor(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        actions.remove_factor(factor=own_factor(request.user, pk))
    except actions.LastFactor:
        return render(request, "people/last_factor.html", status=409)
    return see_other("people:account")
