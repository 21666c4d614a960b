"""Write everything that is stored into docs/privacy.md: python -m townbell.web.privacy"""

from itertools import chain
from pathlib import Path

from townbell.web.holdings import Kept, by_group

MARK = "<!-- tables -->"
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "privacy.md"


def written_anew(document: str) -> str:
    """Return the document with the tables below its mark as the program has them now."""
    before, _mark, _after = document.partition(MARK)
    return f"{before}{MARK}\n\n" + "\n".join(chain.from_iterable(sections()))


def sections() -> list[list[str]]:
    return [
        [f"### {group.label}\n", *(line for table in tables for line in lines_of(table))]
        for group, tables in by_group()
    ]


def lines_of(table: Kept) -> list[str]:
    fields = [f"| `{name}` | {what} |" for name, what in table.fields.items()]
    return [
        f"**{table.title}** (`{table.model}`). {table.why}  ",
        f"*Who sees it:* {table.seen_by}  ",
        f"*When it goes:* {table.goes}\n",
        "| field | what it is |",
        "|---|---|",
        *fields,
        "",
    ]


def main() -> None:
    import os

    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townbell.settings")
    django.setup()
    with translation.override("en"):
        DOCUMENT.write_text(written_anew(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
