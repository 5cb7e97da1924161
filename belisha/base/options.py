"""Render the options of a select element once: the lists are long and several appear on each answer."""

from functools import lru_cache

from markupsafe import Markup, escape

Choices = tuple[tuple[str, str], ...]
Groups = tuple[tuple[str, Choices], ...]


def options(groups: Groups, value: str = "") -> Markup:
    """Return `<option>` elements in groups, with `value` selected; without a heading no label."""
    written = _written(groups)
    if not value:
        return written
    mark = f'<option value="{escape(value)}"'
    return Markup(str(written).replace(mark, f"{mark} selected", 1))


@lru_cache(maxsize=256)
def _written(groups: Groups) -> Markup:
    parts = []
    for heading, choices in groups:
        inside = "".join(
            f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in choices
        )
        parts.append(f'<optgroup label="{escape(heading)}">{inside}</optgroup>' if heading else inside)
    return Markup("".join(parts))
