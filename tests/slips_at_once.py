"""Eight people at once with one slip, for each slip of a batch, in an installation of its own."""

from threading import Barrier, Thread

import django
from django.core.management import call_command
from django.db import connection

PEOPLE = 8


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    conversation, codes = open_a_conversation()
    for code in codes:
        print(" ".join(sorted(try_at_once(conversation, code))))


def open_a_conversation():
    from townbell.conversations.models import Conversation, Launch
    from townbell.participation.actions import make_slips
    from townbell.people.models import Member, Organisation, Team

    host = Organisation.objects.create(name="Neighbours", slug="neighbours", kind="community")
    team = Team.objects.create(organisation=host, name="Listening")
    farah = Member.objects.create_user(email="farah@example.org", name="Farah")
    held = Conversation.objects.create(slug="hall", host=host, team=team, languages=["en"])
    Launch.objects.create(conversation=held, by=farah)
    made = make_slips(scope=held.scope, label="Hall", kind="resident", size=20, by=farah)
    return held, made[1]


def try_at_once(conversation, code) -> list[str]:
    from townbell.conversations.actions.entering import redeem_slip
    from townbell.participation import identity
    from townbell.participation.actions import SlipUsed

    outcomes: list[str] = []
    start = Barrier(PEOPLE)

    def attempt() -> None:
        start.wait()
        try:
            redeem_slip(conversation=conversation, key=identity.new_key(), code=code)
            outcomes.append("in")
        except SlipUsed:
            outcomes.append("used")
        finally:
            connection.close()

    threads = [Thread(target=attempt) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


if __name__ == "__main__":
    main()
