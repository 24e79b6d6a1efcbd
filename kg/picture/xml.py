"""A few lines that write XML and HTML elements with everything escaped."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


Content = Markup | str


def element(tag: str, attributes: dict[str, str | float | None], *content: Content) -> Markup:
    """Return one element; strings are escaped, attributes that are None left out.

    Example:
        >>> element("text", {"x": 1.5, "class": None}, "a < b")
        '<text x="1.5">a &lt; b</text>'
    """
    written = "".join(f" {name}={_quoted(value)}" for name, value in attributes.items() if value is not None)
    inside = "".join(piece if isinstance(piece, Markup) else escape(piece) for piece in content)
    return Markup(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")


def _quoted(value: str | float) -> str:
    if isinstance(value, str):
        return quoteattr(value, {'"': "&quot;"})
    return f'"{value:g}"' if abs(value) < 100000 else f'"{value:.1f}"'
