import argparse

from townbell.commands import Refused, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="e-mail address the person signs in with")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from townbell.commands import setup
    from townbell.people import actions
    from townbell.people.models import Member

    setup.refuse_without_database()
    member = Member.objects.filter(email=arguments.email.lower()).first()
    if member is None:
        raise Refused(f"Nobody works here with the address {arguments.email!r}.")
    if not member.is_active:
        raise Refused(f"{member}'s access was ended. An administrator can give it back first.")
    link = actions.reset_access(member=member)
    print(
        f"{member} is signed out everywhere; password, second proofs and recovery codes are gone."
    )
    print("Make sure that it is really them, then give them this link.")
    print(f"It works once, for one day:\n\n  {link}\n")
    print("This reset stands in the ledger.")
    return 0
