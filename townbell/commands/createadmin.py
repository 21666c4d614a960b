import argparse
from typing import TYPE_CHECKING

from townbell.commands import Refused, start_django

if TYPE_CHECKING:
    from townbell.people.models import Organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="e-mail address the administrator will sign in with")
    parser.add_argument(
        "--organisation", metavar="NAME", help="made if it is new; not needed if there is only one"
    )
    parser.add_argument(
        "--kind",
        choices=["community", "agency"],
        help="what a new organisation is",
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from townbell.commands import setup
    from townbell.people import actions
    from townbell.people.models import Role

    setup.refuse_without_database()
    try:
        validate_email(arguments.email)
    except ValidationError:
        raise Refused(f"{arguments.email!r} is not an e-mail address.") from None
    organisation = organisation_of(arguments)
    link = actions.invite(
        email=arguments.email,
        organisation=organisation,
        role=Role.ADMINISTRATOR,
        team=None,
        by=None,
    )
    print(f"Give this link to {arguments.email}. It works once, for 7 days:\n\n  {link}\n")
    print(f"It makes them an administrator of {organisation}.")
    return 0


def organisation_of(arguments: argparse.Namespace) -> "Organisation":
    from django.utils.text import slugify

    from townbell.people import actions
    from townbell.people.models import Organisation

    name = arguments.organisation
    if name is None:
        return the_only_one()
    found = Organisation.objects.filter(name=name).first()
    if found is not None:
        return found
    if arguments.kind is None:
        raise Refused(f"{name!r} is new here: say --kind community or --kind agency too.")
    slug = slugify(name)[:60]
    if not slug or Organisation.objects.filter(slug=slug).exists():
        raise Refused(f"{name!r} is too much like the name of another organisation.")
    return actions.make_organisation(name=name, slug=slug, kind=arguments.kind, by=None)


def the_only_one() -> "Organisation":
    from townbell.people.models import Organisation

    known = list(Organisation.objects.order_by("name")[:2])
    if len(known) == 1:
        return known[0]
    if known:
        raise Refused("There are several organisations: say which with --organisation NAME.")
    raise Refused(
        "There is no organisation yet. Name the first one:\n"
        '  townbell createadmin EMAIL --organisation "NAME" --kind community (or agency)'
    )
