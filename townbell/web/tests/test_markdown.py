import pytest

from townbell.web.markdown import render_document, render_markdown


def test_paragraphs_and_links_are_made():
    html = render_markdown("Read *this*: [the plan](https://example.org/plan).")

    assert "<em>this</em>" in html
    assert 'href="https://example.org/plan"' in html
    assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "<img src=x onerror=alert(1)>",
        "![](https://tracker.example/pixel.gif)",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
        "<style>body{}</style>",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text):
    html = render_markdown(text)

    for tag in ["<script", "<img", "<style", 'href="javascript', 'href="data', "<a href"]:
        assert tag not in html


def test_headings_of_hosts_stand_below_the_pages_own():
    assert "<h3>" in render_markdown("# Big")
    assert "<h4>" in render_markdown("## Smaller")


def test_table_of_a_document_scrolls_by_itself():
    html = render_document("| a | b |\n|---|---|\n| 1 | 2 |\n")

    assert html.startswith('<div class="scroll" tabindex="0"><table>')
    assert html.strip().endswith("</table></div>")
