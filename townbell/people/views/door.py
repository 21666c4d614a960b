"""In and out: the password, the second proof, sign-out."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from townbell.people import actions, ceremonies, sign_in
from townbell.people.access import (
    StaffRequest,
    half_signed_in_only,
    never_stored,
    next_step,
    signed_in_only,
)
from townbell.people.forms import (
    CodeForm,
    PasskeyForm,
    ProveAgainForm,
    RecoveryCodeForm,
    SignInForm,
)
from townbell.people.models import Factor, Member
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.redirects import see_other

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@open_to_everyone("the door of staff")
def enter(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = member_of(request, form)
        if member is not None:
            sign_in.begin(request, member, onward=onward(request))
            return see_other(next_step(request))
    elif sign_in.signed_in(request):
        return see_other("people:desk")
    return never_stored(render(request, "people/sign_in.html", {"form": form}))


def member_of(request: HttpRequest, form: SignInForm) -> Member | None:
    """Return whose e-mail address and password these are; a wrong pair says no more than that."""
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    if not (limits.allowed(request, "sign-in") and limits.within("password", email)):
        form.add_error(None, too_often())
        return None
    found = authenticate(request, username=email, password=password)
    if isinstance(found, Member):
        return found
    form.add_error(None, _("This e-mail address and password do not belong together."))
    return None


def too_often() -> str:
    return _("There were too many attempts. Please wait, and try again within the hour.")


def onward(request: HttpRequest) -> str:
    """Return the address asked for, if it is one of ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=settings.HTTPS
    )
    return wanted if ours and wanted.startswith("/") else ""


@read_or_post
@half_signed_in_only("the second proof: a code from an app")
def second_factor(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        half = sign_in.owes_proof(request)
        try:
            limit_guesses(half.member)
            actions.accept_code(member=half.member, code=form.cleaned_data["code"])
        except actions.FactorRefused as problem:
            form.add_error("code", str(problem) or wrong_code())
            return wrong_guess(request) or second_factor_page(request, form)
        return come_in(request, half.onward)
    return second_factor_page(request, form)


def limit_guesses(member: Member) -> None:
    """Refuse to look at yet another code of somebody whose password is known to a guesser."""
    if not limits.within("proof", str(member.pk)):
        raise actions.FactorRefused(too_often())


def wrong_code() -> str:
    return _("This code is not right, or was used already.")


@require_POST
@half_signed_in_only("the second proof: a passkey")
def second_factor_passkey(request: HttpRequest) -> HttpResponse:
    form = PasskeyForm(request.POST)
    state = ceremonies.answered(request)
    if form.is_valid() and state is not None:
        half = sign_in.owes_proof(request)
        try:
            actions.accept_passkey(
                member=half.member, state=state, answer=form.cleaned_data["answer"]
            )
        except actions.FactorRefused:
            pass
        else:
            return come_in(request, half.onward)
    form = PasskeyForm({})
    form.add_error(None, _("That passkey was not accepted. Please try again."))
    return second_factor_page(request, CodeForm(), refused=form)


def second_factor_page(
    request: HttpRequest, form: Form, refused: PasskeyForm | None = None
) -> HttpResponse:
    member = sign_in.owes_proof(request).member
    return render(
        request,
        "people/second_factor.html",
        {
            "form": form,
            "has_app": member.factors.filter(kind=Factor.Kind.APP).exists(),
            "passkey_form": refused or PasskeyForm(),
            "question": ceremonies.ask_to_sign(request, member),
        },
    )


@read_or_post
@half_signed_in_only("the second proof: a recovery code")
def recovery(request: HttpRequest) -> HttpResponse:
    form = RecoveryCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        half = sign_in.owes_proof(request)
        try:
            limit_guesses(half.member)
            actions.accept_recovery_code(member=half.member, code=form.cleaned_data["code"])
        except actions.FactorRefused as problem:
            form.add_error("code", str(problem) or wrong_code())
            return wrong_guess(request) or render(request, "people/recovery.html", {"form": form})
        # A proof may be lost: the account page says what is left and how to add another.
        return come_in(request, reverse("people:account"))
    return render(request, "people/recovery.html", {"form": form})


def wrong_guess(request: HttpRequest) -> HttpResponse | None:
    """Count a wrong guess and send who made too many back to the start."""
    sign_in.count_guess(request)
    return None if sign_in.half_signed_in(request) else see_other("people:sign_in")


def come_in(request: HttpRequest, further: str) -> HttpResponse:
    sign_in.let_in(request, sign_in.owes_proof(request).member)
    return see_other(further or "people:desk")


@read_or_post
@signed_in_only("a borrowed browser must not change how its owner signs in")
def prove_again(request: StaffRequest) -> HttpResponse:
    form = ProveAgainForm(request.POST or None, member=request.user)
    if request.method == "POST" and not limits.within("password", request.user.email):
        return limits.please_wait(request)
    if request.method == "POST" and form.is_valid():
        sign_in.prove_again(request)
        return see_other(onward(request) or "people:account")
    return render(request, "people/prove_again.html", {"form": form})


@require_POST
@open_to_everyone("leaving is always possible; the form's token shows that it was meant")
def leave(request: HttpRequest) -> HttpResponse:
    logout(request)
    return see_other("people:sign_in")
