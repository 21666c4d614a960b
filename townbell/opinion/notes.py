"""What was odd about an export, said in a sentence."""

from dataclasses import dataclass

# One sentence for a count of one, another for more, where they differ.
SENTENCES: dict[str, tuple[str, ...]] = {
    "no texts": ("There is no comments.csv: statements have no text and none is moderated out.",),
    "may be cut off": ("{file} does not end with a line break: it may have been cut off.",),
    "direction not stated": (
        "Nothing states how many agreed, so 1 was taken for agree in {file}.",
    ),
    "direction unclear": (
        "The counts in comments.csv fit {file} neither way round: 1 was taken for agree.",
    ),
    "turned round": ("{file} writes -1 for agree (comments.csv shows it): it was turned round.",),
    "counts differ": (
        "The counts stated in comments.csv differ from {file} by 1 vote of {of}.",
        "The counts stated in comments.csv differ from {file} by {count} votes of {of}.",
    ),
    "files differ": (
        "The two files of votes differ on 1 vote: votes.csv was used.",
        "The two files of votes differ on {count} votes: votes.csv was used.",
    ),
    "replaced": (
        "1 vote was replaced by a later vote of the same person.",
        "{count} votes were replaced by a later vote of the same person.",
    ),
    "without a vote": ("1 person cast no vote.", "{count} people cast no vote."),
    "no votes": ("There are no votes in it.",),
    "never voted on": ("1 statement has no vote.", "{count} statements have no vote."),
    "no text": (
        "1 statement is not in comments.csv and has no text.",
        "{count} statements are not in comments.csv and have no text.",
    ),
    "moderated out": (
        "1 statement was moderated out by the host.",
        "{count} statements were moderated out by the host.",
    ),
}


@dataclass(frozen=True)
class Note:
    """One odd thing; ``kind`` is a key of SENTENCES, so that it can be said in other languages."""

    kind: str
    file: str = ""
    count: int = 0
    of: int = 0

    def said(self, sentences: dict[str, tuple[str, ...]]) -> str:
        """Return the note as a sentence of a language."""
        forms = sentences[self.kind]
        form = forms[0] if self.count == 1 else forms[-1]
        return form.format(file=self.file, count=self.count, of=self.of)

    def __str__(self) -> str:
        return self.said(SENTENCES)
