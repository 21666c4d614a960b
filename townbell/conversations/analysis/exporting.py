"""A conversation's data in files, for the operator on the server's command line."""

import json
import secrets
from pathlib import Path

import numpy as np

from townbell.conversations.analysis.polis import write_aggregates
from townbell.conversations.analysis.reading import published_statements, read_votes
from townbell.conversations.models import Conversation, Snapshot
from townbell.conversations.results import sealing, tables
from townbell.conversations.results.reading import Result
from townbell.opinion import Export, ExportedStatement, Votes, write_polis

OWNER_ONLY = 0o600


def write_result(folder: Path, snapshot: Snapshot, *, language: str) -> None:
    """Write the public files of a stored result, the same as its page offers."""
    folder.mkdir(parents=True, exist_ok=True)
    result = Result(snapshot.data, snapshot.texts, language)
    (folder / "statements.csv").write_text(tables.as_csv(result), encoding="utf-8", newline="")
    write_json(folder / "statements.schema.json", tables.as_schema(result))
    (folder / "result.json").write_bytes(sealing.canonical(snapshot.data))
    write_json(folder / "texts.json", snapshot.texts)
    write_aggregates(folder, result)


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


def write_participants(folder: Path, conversation: Conversation) -> None:
    """Write who voted how, in the form of a Polis export, in a folder of its own.

    People are numbered anew by lot, so that the numbers lead neither into the database nor from
    one such folder to another. No times are written: days only are known, and not needed.
    """
    statements = published_statements(conversation)
    votes = renumbered(read_votes(conversation, statements))
    counts = votes.counts()
    exported = tuple(
        ExportedStatement(
            id=number,
            text=str(statement.text_in(conversation.source_language)),
            moderated=1,
            is_seed=statement.author != statement.Author.RESIDENT,
            agrees=int(counts.agree[at]),
            disagrees=int(counts.disagree[at]),
        )
        for at, (number, statement) in enumerate(
            zip(votes.statement_ids.tolist(), statements, strict=True)
        )
    )
    summary = {
        "topic": str(conversation.text_in(conversation.source_language)),
        "voters": str(votes.n_participants),
        "comments": str(len(exported)),
    }
    place = folder / "participants"
    place.mkdir(mode=0o700)
    write_polis(place, Export(votes, exported, summary=summary), participant_level=True)
    for path in place.iterdir():
        path.chmod(OWNER_ONLY)


def renumbered(votes: Votes) -> Votes:
    """Return the same votes of people numbered by lot."""
    lots = np.random.default_rng(secrets.randbits(128)).permutation(votes.n_participants) + 1
    return Votes.from_triples(
        lots[votes.participants],
        votes.statement_ids[votes.statements],
        votes.values,
        participant_ids=np.arange(1, votes.n_participants + 1),
        statement_ids=votes.statement_ids,
    )
