"""Add up the last lines of several pytest runs into one of the same form."""

import re
import sys
from collections import Counter
from pathlib import Path

ORDER = ["failed", "passed", "skipped", "xfailed", "xpassed", "error"]


def total(lines: list[str]) -> str:
    counts: Counter[str] = Counter()
    seconds = 0.0
    for line in lines:
        for number, word in re.findall(r"(\d+) ([a-z]+)", line.partition(" in ")[0]):
            counts[word.removesuffix("s") if word == "errors" else word] += int(number)
        seconds += float(re.search(r" in ([\d.]+)s", line)[1])
    parts = [f"{counts[word]} {word}" for word in ORDER if counts[word]]
    return f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"


if __name__ == "__main__":
    print(total(Path(sys.argv[1]).read_text().splitlines()))
