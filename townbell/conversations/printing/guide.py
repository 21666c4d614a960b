from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.template.defaultfilters import date
from django.utils.translation import gettext as _

from townbell.conversations.models import Conversation, ConversationText
from townbell.conversations.printing.poster import note, short_address
from townbell.participation import printing
from townbell.participation.printing import Paper
from townbell.web import languages

LAYOUT = Path(__file__).parent.parent / "data" / "guide.typ"


@dataclass(frozen=True)
class Point:
    """One thing to do, to say or to know; `lead` stands before it in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Part:
    """One heading of the guide and what stands under it."""

    heading: str
    points: list[Point]


@dataclass(frozen=True)
class Guide:
    """What somebody who runs a meeting holds in their hands: two pages."""

    title: str
    question: str
    question_in: str
    host: str
    facts: list[Point]
    first: list[Part]
    second: list[Part]
    short_address: str
    note: str | None


def guide_of(conversation: Conversation) -> Guide:
    """Return the guide for a conversation, in the language of the page."""
    words = conversation.text_in(languages.page_language())
    address = short_address(conversation).partition("://")[2]
    return Guide(
        title=_("For whoever runs the meeting"),
        question=words.question,
        question_in=words.language,
        host=conversation.host.name,
        facts=facts(conversation, words),
        first=[before(), opening(), safety(), ways(address)],
        second=[never(), counting(), questions(conversation)],
        short_address=address,
        note=note(conversation),
    )


def facts(conversation: Conversation, words: ConversationText) -> list[Point]:
    found = [Point(words.promise, _("What will be done:"))] if words.promise else []
    if conversation.closes_at is not None:
        day = date(conversation.closes_at, "DATE_FORMAT")
        found.append(Point(_("You can take part until %(day)s.") % {"day": day}))
    return found


def before() -> Part:
    return Part(
        _("Before people come"),
        [
            Point(
                _(
                    "Hang up the poster. Print more ballots than you expect to need, a long one on "
                    "both sides of its sheet, and slips if you use them."
                )
            ),
            Point(
                _(
                    "Set up a table where nobody looks over a shoulder, with pens that are all "
                    "alike and a closed box. Be at least two."
                )
            ),
            Point(
                _(
                    "If officers come, agree on their place beforehand: not near the tables, the "
                    "tablet or the box."
                )
            ),
        ],
    )


def opening() -> Part:
    return Part(
        _("Opening the meeting: say it in your own words"),
        [
            Point(_("Who asks, what is asked, what will be done with it, and by when.")),
            Point(
                _(
                    "“You vote on short sentences: agree, disagree or pass. It takes about five "
                    "minutes.”"
                )
            ),
            Point(
                _(
                    "“Nobody has to take part, nobody has to answer everything, and nobody is "
                    "asked who they are.”"
                )
            ),
            Point(_("If officers are in the room, say so, and say who they are.")),
        ],
    )


def safety() -> Part:
    return Part(
        _("What to say about safety, and what is kept"),
        [
            Point(_("“No account, no name, no phone number, and no question about papers.”")),
            Point(_("“On a phone or tablet: your votes and the day, under a random number.”")),
            Point(_("“On paper: your marks, mixed with those of others before they count.”")),
            Point(
                _(
                    "“On your own phone you can take your votes back. A ballot in the box cannot "
                    "be found again.”"
                )
            ),
            Point(
                _(
                    "Promise no more than that. Whoever is worried can take part from home, later, "
                    "or not at all."
                )
            ),
        ],
    )


def ways(address: str) -> Part:
    return Part(
        _("Ways to take part: one for each person"),
        [
            Point(
                _("The square on the poster, or the address %(address)s.") % {"address": address},
                _("Own phone."),
            ),
            Point(
                _(
                    "Everybody draws one from a bag. It lets one person in, once. Never write down "
                    "who got which; destroy what is left over."
                ),
                _("Slip."),
            ),
            Point(
                _(
                    "Open the address from “Shared tablets” on it before people come, and turn it "
                    "away from the room. It forgets each person after “Finish”, or after 60 "
                    "seconds."
                ),
                _("Shared tablet."),
            ),
            Point(
                _(
                    "One ballot each. People mark it by themselves, fold it and put it into the "
                    "box themselves."
                ),
                _("Paper."),
            ),
            Point(
                _("Ask everybody to choose one way only: nobody can check it afterwards."),
            ),
        ],
    )


def never() -> Part:
    return Part(
        _("What not to do"),
        [
            Point(_("Never note or count who voted what, or who took part.")),
            Point(
                _("Never photograph or film ballots, slips, screens, or people who fill them in.")
            ),
            Point(
                _(
                    "Never help somebody vote while looking. Explain a sentence, then turn away. "
                    "Who cannot read may bring somebody they trust."
                )
            ),
            Point(_("Never say how others voted, or what you hope for.")),
            Point(_("Never number ballots or mark them in any way.")),
            Point(_("Never hand out ballots by a list of names, or keep such a list beside them.")),
        ],
    )


def counting() -> Part:
    return Part(
        _("Counting and bundling the ballots"),
        [
            Point(
                _("Open the box when the meeting is over, two of you together. Mix the ballots.")
            ),
            Point(
                _(
                    "Sort them by the edition printed on them and by language. Each pile is a "
                    "bundle: at least five, so lay a smaller pile on another one."
                )
            ),
            Point(
                _(
                    "Count each bundle twice, each of you once; blank ballots too. Put a note "
                    "round it: place, edition, language, number. No names."
                )
            ),
            Point(
                _(
                    "Give the bundles to whoever types them in. Two marks in one line, or one that "
                    "cannot be read, is a line left blank. A bundle counts when it adds up."
                )
            ),
            Point(
                _(
                    "Bring paper in soon: it is taken for seven days after the conversation ends. "
                    "Lock it up until the final result is out. Then destroy it, unless a law says "
                    "otherwise."
                )
            ),
        ],
    )


def questions(conversation: Conversation) -> Part:
    spoken = ", ".join(languages.own_name(each) for each in conversation.languages)
    return Part(
        _("Questions people ask"),
        [
            Point(
                _(
                    "Nobody in this room. Results show sums, and none behind which fewer than five "
                    "people stand."
                ),
                _("Who sees how I voted?"),
            ),
            Point(
                _("They see the result that everybody sees. No page shows single votes."),
                _("What do the police see?"),
            ),
            Point(
                _("In these: %(languages)s.") % {"languages": spoken},
                _("In which languages can I read it?"),
            ),
            Point(
                _("Please do not. They can have a ballot of their own, or vote from home."),
                _("May I vote for my mother too?"),
            ),
            Point(
                _("On your phone, until it closes. On paper, no."),
                _("Can I change my mind?"),
            ),
            Point(
                _("Yes, on a phone or the tablet. It is judged by published rules."),
                _("May I add a sentence of my own?"),
            ),
            Point(
                _("The result is published at the same address, with what is done about it."),
                _("What comes of it?"),
            ),
        ],
    )


def make_guide_pdf(conversation: Conversation, paper: Paper) -> bytes:
    """Return the guide as two pages; raise LettersMissing where the fonts do not cover it."""
    guide = guide_of(conversation)
    words: dict[str, Any] = {
        **asdict(guide),
        "author": guide.host,
        "tongue": printing.in_words(guide.question_in),
        **printing.in_words(languages.page_language()),
    }
    return printing.make_pdf(LAYOUT, paper=paper, words=words)
