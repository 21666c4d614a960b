import numpy as np
import pytest

from townbell.factsheet.sheet import make_sheet
from townbell.opinion import Export, ExportedStatement, Votes, ordinal_probit


@pytest.fixture(scope="package", autouse=True)
def short_chains():
    """Draw less: what is foretold and whether there are groups is tested where it is found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinal_probit, "FEWEST_SWEEPS", 24)
        patch.setattr(ordinal_probit, "MOST_SWEEPS", 24)
        yield


@pytest.fixture(scope="package")
def export() -> Export:
    """Sixty people in two camps: 8 is common ground, 9 rejected, 10 barely seen, 11 moderated."""
    camps = np.repeat([1, -1], 30)
    columns = [camps if at % 2 else -camps for at in range(8)]
    columns += [np.ones(60), -np.ones(60), np.ones(3), np.ones(60)]
    votes = Votes.from_triples(
        np.concatenate([np.arange(len(column)) for column in columns]),
        np.repeat(np.arange(12), [len(column) for column in columns]),
        np.concatenate(columns),
        statement_ids=range(12),
        excluded=np.arange(12) == 11,
    )
    texts = [f"Statement <b>{at}</b> & more" for at in range(12)]
    statements = tuple(
        ExportedStatement(id=at, text=text, moderated=-1 if at == 11 else 1)
        for at, text in enumerate(texts)
    )
    return Export(votes=votes, statements=statements, topic="Buses & trams", description="Why?")


@pytest.fixture(scope="package", params=["default", "classic"])
def model(request) -> str:
    return request.param


@pytest.fixture(scope="package", params=["en", "es"])
def language(request) -> str:
    return request.param


@pytest.fixture(scope="package")
def sheet(export, model, language):
    return make_sheet(export, model=model, language=language)
