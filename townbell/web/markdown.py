"""Markdown of hosts, made into HTML that can do no harm."""

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "h3", "h4", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str) -> str:
    """Return safe HTML: no pictures, no scripts, links that carry no referrer and no trust."""
    # A host's headings stand below the page's own.
    raised = _markdown.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    raised = raised.replace("<h2>", "<h4>").replace("</h2>", "</h4>")
    return nh3.clean(
        raised,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
    )


def render_document(text: str) -> str:
    """Return the HTML of one of our own documents, with its tables and the anchors in it."""
    html = str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    # A table wider than a phone scrolls by itself, with the keyboard too.
    scrolling = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    return scrolling.replace("</table>", "</table></div>")
