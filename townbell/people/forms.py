from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townbell.people.models import Member, Organisation, Role, Team

LONGEST_PASSWORD = 200
# Addresses of pages that stand beside those of organisations.
TAKEN_SLUGS = {"new"}


class PasswordField(forms.CharField):
    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, widget=widget, max_length=LONGEST_PASSWORD, **options)


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = PasswordField(label=_("Password"), autocomplete="current-password")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ProveAgainForm(forms.Form):
    password = PasswordField(label=_("Your password"), autocomplete="current-password")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not self.member.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Six digits. They change every 30 seconds."),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class RecoveryCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("Twelve letters and digits from the list you wrote down."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class NewFactorForm(forms.Form):
    name = forms.CharField(
        label=_("What should we call it?"),
        help_text=_("For example: my phone."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewAppForm(NewFactorForm, CodeForm):
    field_order = ("code", "name")


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As colleagues and readers should see it. It may be a first name."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        # Names stand in public records; addresses must not.
        if "@" in name:
            raise ValidationError(_("Please give a name, not an e-mail address."))
        return name


class NewPasswordForm(forms.Form):
    password = PasswordField(
        label=_("New password"),
        help_text=_("At least 12 characters. Four words that do not belong together are good."),
        autocomplete="new-password",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "name" in cleaned:
            self.member.name = cleaned["name"]
        if "password" in cleaned:
            try:
                password_validation.validate_password(cleaned["password"], self.member)
            except ValidationError as problem:
                self.add_error("password", problem)
        return cleaned


class NewAccountForm(NewPasswordForm, NameForm):
    field_order = ("name", "password")


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(label=_("Your password now"), autocomplete="current-password")
    field_order = ("current", "password")

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        if not self.member.check_password(current):
            raise ValidationError(_("This is not your password."))
        return current


class RoleForm(forms.Form):
    """A role in one of the organisations that `by` administers."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.organisation})"


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They will sign in with it. We send nothing to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    team = TeamField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )
    field_order = ("email", "organisation", "role", "team")

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, organisations=organisations, **kwargs)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Team.objects.filter(
            organisation__in=organisations.values("pk")
        ).select_related("organisation")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        team, organisation = cleaned.get("team"), cleaned.get("organisation")
        if team and organisation and team.organisation_id != organisation.pk:
            self.add_error("team", _("This team belongs to another organisation."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), help_text=_("This stands in the public record."), max_length=300
    )


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        help_text=_("Small letters and hyphens. Left empty, it is made from the name."),
        max_length=60,
        required=False,
    )

    class Meta:
        model = Organisation
        fields = ["name", "kind", "slug"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = Organisation.Kind.choices

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))[:60]
        if not slug or slug in TAKEN_SLUGS:
            raise ValidationError(gettext("Please give another short name of letters and digits."))
        if Organisation.objects.exclude(pk=self.instance.pk).filter(slug=slug).exists():
            raise ValidationError(gettext("Another organisation has this short name."))
        return str(slug)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=120)

    def __init__(
        self, *args: Any, organisation: Organisation, team: Team | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        teams = organisation.teams.all()
        self.others = teams if team is None else teams.exclude(pk=team.pk)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if self.others.filter(name=name).exists():
            raise ValidationError(_("Another team of this organisation has this name."))
        return name


class AboutForm(forms.Form):
    """What an organisation or a team says of itself, in each language of the site."""

    LONGEST = 600

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, name in settings.LANGUAGES:
            self.fields[language] = forms.CharField(
                label=name,
                required=False,
                max_length=self.LONGEST,
                widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
            )

    def about(self) -> dict[str, str]:
        """Return what was written, by language; the empty ones are left out."""
        return {language: text for language, text in self.cleaned_data.items() if text}


class MembershipForm(forms.Form):
    """A colleague of the organisation who is not in the team yet."""

    member = forms.ModelChoiceField(
        label=_("Add a colleague"), queryset=Member.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        self.candidates = field.queryset = (
            Member.objects.active()
            .filter(appointments__organisation=team.organisation)
            .exclude(memberships__team=team)
            .distinct()
            .order_by("name")
        )


class PasskeyForm(forms.Form):
    """What the browser's passkey dialog answered, as JSON; people/passkeys.js fills it in."""

    answer = forms.JSONField(widget=forms.HiddenInput, max_length=20_000)

    def clean_answer(self) -> dict[str, Any]:
        answer = self.cleaned_data["answer"]
        if not isinstance(answer, dict):
            raise ValidationError(_("That passkey was not accepted. Please try again."))
        return answer


class NewPasskeyForm(NewFactorForm, PasskeyForm):
    pass
