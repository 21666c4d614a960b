"""Simulate the table of the dip test and write it to townbell/opinion/dip_table.py.

Run as `python -m benchmarks.dip_table`; takes about ten minutes.
"""

import textwrap
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from townbell.opinion import dip
from townbell.opinion.kernels import widest_dip

SIZES = [4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]
CHANCES = [0.99, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05]
CHANCES += [0.04, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001]
SEED = 20260101
SAMPLES = 200_000  # of each size up to SMALL
SMALL = 1000
VOLUME = 400_000_000  # numbers drawn for each larger size


def quantiles(size: int) -> np.ndarray:
    """Return the quantiles of √n · dip over many even samples of a size."""
    random = np.random.default_rng([SEED, size])
    above = np.arange(1, size + 1) / size
    below = above - 1 / size
    samples = SAMPLES if size <= SMALL else max(VOLUME // size, 20_000)
    dips = np.empty(samples)
    for sample in range(samples):
        # Spacings of even numbers are exponential: sorted without sorting.
        places = np.cumsum(random.exponential(size=size))
        dips[sample] = max(widest_dip(places, below, above), 1 / size) / 2
    return np.sqrt(size) * np.quantile(dips, 1 - np.array(CHANCES))


def page(rows: list[np.ndarray]) -> str:
    lines = [
        '"""Quantiles of √n · dip over even samples; written by benchmarks/dip_table.py."""',
        "",
        "import numpy as np",
        "",
        "# fmt: off",
        *listed("SIZES = np.array([", SIZES),
        "])",
        "# Chances of a deeper dip.",
        *listed("CHANCES = np.array([", CHANCES),
        "])",
        "# A row a size, a column a chance.",
        "ROOT_DIPS = np.array([",
    ]
    for row in rows:
        lines += [*listed("    [", [f"{each:.4f}" for each in row]), "    ],"]
    return "\n".join([*lines, "])", "# fmt: on", ""])


def listed(opening: str, numbers: Iterable[object]) -> list[str]:
    inside = " " * (len(opening) - len(opening.lstrip()) + 4)
    text = ", ".join(str(each) for each in numbers) + ","
    return [opening, *textwrap.wrap(text, 90, initial_indent=inside, subsequent_indent=inside)]


def main() -> None:
    rows = []
    for size in SIZES:
        rows.append(quantiles(size))
        print(f"{size:6d}  5 %: {rows[-1][CHANCES.index(0.05)]:.4f}", flush=True)
    Path(dip.__file__).with_name("dip_table.py").write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
