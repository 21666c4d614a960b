"""Set one sheet as PDF: the layout and its words come in as JSON, the pages go out.

A program of its own, started for each sheet: the typesetter takes fifty megabytes, which a server's
process would keep, and whatever happens in it happens to this sheet only.
"""

import json
import sys

LETTERS_MISSING = 3


def typeset(*, layout: str, words: str, fonts: list[str]) -> bytes:
    """Return the tagged PDF of `layout`, which reads `words` as data and never as its own code."""
    import typst

    # PDF/UA-1 is the standard for accessible PDF: what would be missing in the sheet is an error.
    return typst.compile(
        layout.encode(),
        format="pdf",
        sys_inputs={"words": words},
        pdf_standards=["ua-1"],
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=fonts),
    )


def main() -> int:
    try:
        pdf = typeset(**json.load(sys.stdin))
    except RuntimeError as problem:
        if "could not be displayed" in str(problem):
            return LETTERS_MISSING
        raise
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
