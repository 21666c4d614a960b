from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from townbell.participation import cookies, identity
from townbell.record import access
from townbell.record.actions import promises
from townbell.web import limits
from townbell.web.access import open_to_everyone
from townbell.web.guard import same_origin_post
from townbell.web.redirects import SeeOther


class OpinionForm(forms.Form):
    kept = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda word: word == "1")


@same_origin_post
@require_POST
@open_to_everyone("residents say, without an account, whether a promise was kept")
def give(request: HttpRequest, number: int) -> HttpResponse:
    commitment = access.public_commitment(number)
    address = reverse("record:record", args=["commitment", number])
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return SeeOther(f"{address}#opinions")
    if not limits.allowed(request, "participant"):
        return limits.please_wait(request)
    name = f"townbell_commitment_{number}"
    key = cookies.key_in(request, name) or carried(request)
    promises.give_opinion(commitment=commitment, key=key, kept=form.cleaned_data["kept"])
    response = SeeOther(f"{address}?said=1#opinions")
    cookies.keep(response, name, key)
    return response


def carried(request: HttpRequest) -> str:
    key = request.POST.get("key", "")
    return key if identity.is_key(key) else identity.new_key()
