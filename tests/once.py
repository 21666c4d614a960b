"""What comes out the same each time is done once for all tests."""

import gc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from whitenoise.middleware import WhiteNoiseMiddleware

from townbell.conversations.analysis import findings
from townbell.opinion import Votes

# Votes whose analysis is kept; larger ones come up once anyway, and need room.
FEW = 5_000


def pytest_collection_finish() -> None:
    # Nothing that is there by now goes before the end, so it need not be looked through for what
    # is left over.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _one_look_for_static_files() -> Iterator[None]:
    """Let all clients share what the first of them found in the folders of static files."""
    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files = found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_analysis_of_the_same_votes() -> Iterator[None]:
    """Let the same few votes be analysed once: the engine answers bit for bit the same again."""
    known: dict[Any, Any] = {}
    analyse = findings.analyse

    def analyse_once(votes: Votes, **options: Any) -> Any:
        if len(votes) > FEW:
            return analyse(votes, **options)
        key = (content(votes), repr(sorted(options.items())))
        if key not in known:
            known[key] = analyse(votes, **options)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(findings, "analyse", analyse_once)
        yield


def content(votes: Votes) -> tuple[Any, ...]:
    return tuple(
        (value.dtype.str, *value.tolist()) if isinstance(value, np.ndarray) else value
        for value in vars(votes).values()
    )
