"""Where the real conversations are; tests that need them skip where they are not."""

import os
from pathlib import Path

import pytest

from townbell.opinion.polis import Export, read_export

BESIDE = Path(__file__).parents[3].parent / "shared" / "data"
PLACE = Path(os.environ.get("TOWNBELL_OPEN_DATA", BESIDE)) / "polis-open-data"
CONVERSATIONS = (
    "15-per-hour-seattle",
    "austria-climate.5twd2jsnkf.2022-08-08",
    "bg2050-volunteers",
    "brexit-consensus",
    "london.youth.policing",
    "scoop-hivemind.affordable-housing",
    "scoop-hivemind.freshwater",
    "scoop-hivemind.taxes",
    "scoop-hivemind.ubi",
    "ssis.land-bank-farmland.2rumnecbeh.2021-08-01",
    "vtaiwan.uberx",
)

needs_open_data = pytest.mark.skipif(
    not PLACE.is_dir(),
    reason="needs the open Polis data beside the repository or at TOWNBELL_OPEN_DATA",
)


def export_of(name: str) -> Export:
    return read_export(PLACE / name)
