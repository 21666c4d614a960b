"""The result in sentences, made by rules from its numbers. No language model has a part in it."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from townbell.conversations.results.reading import (
    COMMON_GROUND,
    COMMON_REJECTION,
    DIFFERENCE,
    DIVIDED,
    NO_CLEAR_RESULT,
    NOT_ENOUGH_VOTES,
    Result,
    Row,
    Share,
)

FEW_PEOPLE = 50
ENOUGH_TO_SEE_GROUPS = 300


def sentences(result: Result) -> list[str]:
    """Return the summary, a sentence or two an entry, in the order of importance."""
    return [
        who_took_part(result),
        *few_people(result),
        *(classic_findings(result) if result.is_classic else findings(result)),
        *caveats(result),
    ]


def who_took_part(result: Result) -> str:
    people, votes = result.data["people"]["participants"], result.data["people"]["votes"]
    took_part = ngettext("%(people)s person took part", "%(people)s people took part", people) % {
        "people": number(people)
    }
    gave = ngettext(
        "and gave %(votes)s answer to %(statements)s.",
        "and gave %(votes)s answers to %(statements)s.",
        votes,
    ) % {"votes": number(votes), "statements": statements(len(result.rows))}
    return f"{took_part} {gave}"


def few_people(result: Result) -> Iterator[str]:
    if result.data["people"]["participants"] < FEW_PEOPLE:
        yield _("So few people took part that this is a beginning, not an answer.")


def findings(result: Result) -> Iterator[str]:
    judged = [row for row in result.rows if row.verdict != NOT_ENOUGH_VOTES]
    if not judged:
        yield _(
            "Too few people have answered to say what they share or where they differ: a finding "
            "needs at least eight answers in each half."
        )
        return
    yield _(
        "To find what people share in spite of their differences, we compare two halves of them: "
        "people who tend to answer alike are in the same half."
    )
    yield from shared(result)
    yield from differing(result)
    rest = len(result.having(NO_CLEAR_RESULT))
    unknown = len(result.having(NOT_ENOUGH_VOTES))
    if rest:
        yield ngettext(
            "On %(n)s statement there is no clear result.",
            "On %(n)s statements there is no clear result.",
            rest,
        ) % {"n": number(rest)}
    if unknown:
        yield ngettext(
            "On %(n)s statement too few people have answered to say anything.",
            "On %(n)s statements too few people have answered to say anything.",
            unknown,
        ) % {"n": number(unknown)}


def shared(result: Result) -> Iterator[str]:
    agreed, rejected = result.having(COMMON_GROUND), result.having(COMMON_REJECTION)
    if not agreed and not rejected:
        yield _("No statement clearly has most people in both halves behind it, or against it.")
    if agreed:
        yield ngettext(
            "Most people in both halves agree with %(n)s statement: %(first)s.",
            "Most people in both halves agree with %(n)s statements, first of all: %(first)s.",
            len(agreed),
        ) % {"n": number(len(agreed)), "first": with_agreement(agreed[0])}
    if rejected:
        yield ngettext(
            "Most people in both halves disagree with %(n)s statement: %(first)s.",
            "Most people in both halves disagree with %(n)s statements, first of all: %(first)s.",
            len(rejected),
        ) % {"n": number(len(rejected)), "first": with_disagreement(rejected[0])}


def differing(result: Result) -> Iterator[str]:
    different, divided = result.having(DIFFERENCE), result.having(DIVIDED)
    if different:
        yield ngettext(
            "The two halves clearly differ on %(n)s statement: %(first)s.",
            "The two halves clearly differ on %(n)s statements, most of all: %(first)s.",
            len(different),
        ) % {"n": number(len(different)), "first": side_by_side(different[0])}
    else:
        yield _("There is no statement on which the two halves clearly differ.")
    if divided:
        yield ngettext(
            "%(n)s statement divides people, though the halves do not clearly differ on it.",
            "%(n)s statements divide people, though the halves do not clearly differ on them.",
            len(divided),
        ) % {"n": number(len(divided))}


def classic_findings(result: Result) -> Iterator[str]:
    groups = len(result.groups)
    yield _(
        "This result was made with the classic method, which divides people into groups whether "
        "or not there are any. Here it made %(groups)s."
    ) % {"groups": groups}


def caveats(result: Result) -> Iterator[str]:
    found = [row for row in result.rows if row.is_finding]
    tentative = sum(not row.firm for row in found)
    if tentative:
        yield ngettext(
            "%(n)s of these findings is tentative: a few more ballots could change it.",
            "%(n)s of these findings are tentative: a few more ballots could change them.",
            tentative,
        ) % {"n": number(tentative)}
    yield _(
        "Whoever wanted to took part. They were not drawn by lot, so this does not say how many "
        "people in the whole community think so."
    )


def sureness(row: Row) -> Iterator[str]:
    """Say in words how far a finding can be trusted."""
    share = row.everyone
    if share is None or share.agree_limits is None or share.disagree_limits is None:
        return
    if row.verdict == DIFFERENCE and None not in row.parts:
        yield both_halves(row)
    elif row.verdict == COMMON_REJECTION:
        yield _(
            "If many more people like these answered, between %(low)s and %(high)s of 100 would "
            "probably disagree."
        ) % limits(share.disagree_limits)
    elif row.verdict == DIVIDED:
        yield both_ways(share.agree_limits, share.disagree_limits)
    else:
        yield _(
            "If many more people like these answered, between %(low)s and %(high)s of 100 would "
            "probably agree."
        ) % limits(share.agree_limits)
    # Of a difference, half a line says more than the third at its end.
    if row.third is not None and row.verdict in (COMMON_GROUND, COMMON_REJECTION):
        yield least_favourable(row, row.third)
    if row.is_finding and row.firm and row.more_ballots is not None:
        yield ngettext(
            "With the votes counted today and the two halves where they are, %(n)s more ballot "
            "against it would not change this finding.",
            "With the votes counted today and the two halves where they are, %(n)s more ballots "
            "against it would not change this finding.",
            row.more_ballots,
        ) % {"n": number(row.more_ballots)}
    elif row.is_finding:
        yield _("Tentative: a few more ballots could change this.")


def both_halves(row: Row) -> str:
    known = [part.agree_limits for part in row.parts if part and part.agree_limits]
    first, second = (limits(each) for each in known)
    return _(
        "If many more people like these answered, in half A between %(low)s and %(high)s of 100 "
        "would probably agree, in half B between %(other_low)s and %(other_high)s."
    ) % (first | {"other_low": second["low"], "other_high": second["high"]})


def both_ways(agree: tuple[float, float], disagree: tuple[float, float]) -> str:
    against = limits(disagree)
    return _(
        "If many more people like these answered, between %(low)s and %(high)s of 100 would "
        "probably agree, between %(other_low)s and %(other_high)s disagree."
    ) % (limits(agree) | {"other_low": against["low"], "other_high": against["high"]})


def limits(shares: tuple[float, float]) -> dict[str, int]:
    return {"low": round(100 * shares[0]), "high": round(100 * shares[1])}


def least_favourable(row: Row, third: Share) -> str:
    if row.verdict == COMMON_REJECTION:
        return _("In the third of people who disagree least, %(count)s disagree.") % {
            "count": of(third.disagree, third)
        }
    return _("In the third of people who agree least, %(count)s agree.") % {
        "count": of(third.agree, third)
    }


def structure(result: Result) -> str:
    """Say whether the votes show separate groups of people."""
    kind = result.data["structure"]["kind"]
    if kind == "spectrum":
        return _(
            "We looked for separate groups and found no gap between people: opinions run along a "
            "line, with people everywhere in between. A small camp (under about a third) could be "
            "missed. Above we compare the two halves of that line; the halves are our cut, not "
            "groups."
        ) + looked(result)
    if kind == "groups":
        sizes = ", ".join(number(each.people) for each in result.groups if each.people)
        return _("The votes show separate groups of people, of about this size: %(sizes)s.") % {
            "sizes": sizes
        } + looked(result)
    if kind == "classic":
        return _(
            "This method always finds groups, whether or not there are any. It does not tell "
            "whether people really stand apart."
        )
    return _("We have not looked for separate groups in these votes.")


def looked(result: Result) -> str:
    """Say when it was looked for groups, and how many people that looked at."""
    stored = result.data["structure"]
    if "looked_at" not in stored:
        return ""
    said = _("We looked on %(day)s, at the %(people)s people who answered enough statements.") % {
        "day": day(stored["looked_at"][:10]),
        "people": number(stored["people"]),
    }
    if stored["people"] < ENOUGH_TO_SEE_GROUPS:
        said += " " + _("With fewer than about 300 people, even groups far apart can be missed.")
    return f" {said}"


def with_agreement(row: Row) -> str:
    share = row.everyone
    return f"{quoted(row)} ({of(share.agree, share)})" if share else quoted(row)


def with_disagreement(row: Row) -> str:
    share = row.everyone
    return f"{quoted(row)} ({of(share.disagree, share)})" if share else quoted(row)


def side_by_side(row: Row) -> str:
    shown = [part for part in row.parts if part is not None]
    shares = _(" against ").join(of(part.agree, part) for part in shown)
    return f"{quoted(row)} ({shares})"


def of(count: int, share: Share) -> str:
    return _("%(count)s of %(seen)s") % {"count": number(count), "seen": number(share.seen)}


def quoted(row: Row) -> str:
    """Return the statement's words in the marks of the page's language, or its number."""
    if row.text is None:
        return _("statement %(number)s") % {"number": row.number}
    return _("“%(text)s”") % {"text": row.text.text.rstrip(".。 ")}


def statements(count: int) -> str:
    return ngettext("%(n)s statement", "%(n)s statements", count) % {"n": number(count)}


def signed(measure: float) -> str:
    """Return a measure with its sign; nought, however it came, has none."""
    sign = {1: "+", -1: "−"}.get((measure >= 0.005) - (measure <= -0.005), "")
    return sign + str(number_format(abs(measure), decimal_pos=2))


def number(count: int) -> str:
    return number_format(count, force_grouping=count >= 10_000)


def day(text: str | None) -> str | None:
    return None if text is None else date_format(date.fromisoformat(text), "DATE_FORMAT")
