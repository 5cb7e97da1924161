"""Charts drawn as SVG on the server. They print and need no script.

Always show a chart beside the table of its figures. Each series has a pattern as well as a colour, so that
nobody depends on colour. Colours come from the style sheet (`_charts.scss`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, ROW, BAR, TOP, FIGURES = 400, 44, 18, 34, 75
PATTERNS = ("plain", "dots", "stripes", "cross")
# A longer label would run out of the chart.
LONGEST = 48


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of figure: its words in the key, and its style ("done", "open", "late")."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: its label and a figure for each series, in order."""

    label: str
    values: tuple[int, ...]


def stacked_bars(title: str, series: Sequence[Series], bars: Sequence[Bar], *, name: str = "chart") -> Markup:
    """Return a bar chart as SVG, each bar divided into the series; "" if there are no bars.

    A screen reader reads `title` with all the figures. `name` makes the ids unique on a page. Raise
    ValueError if a bar does not have a figure of 0 or more for each series.
    """
    for bar in bars:
        if len(bar.values) != len(series) or min(bar.values, default=0) < 0:
            raise ValueError(f"`{bar.label}` has {bar.values}, expected {len(series)} figures of 0 or more")
    if not bars:
        return Markup("")
    longest = max(sum(bar.values) for bar in bars) or 1
    top = TOP if len(series) > 1 else 0
    height = top + ROW * len(bars) + 6
    labelled = f'aria-labelledby="{escape(name)}-t {escape(name)}-d" xmlns="http://www.w3.org/2000/svg"'
    parts = [
        f'<svg class="belisha-chart" viewBox="0 0 {WIDTH} {height}" role="img" {labelled}>',
        f'<title id="{escape(name)}-t">{escape(title)}</title>',
        f'<desc id="{escape(name)}-d">{escape(_told(series, bars))}</desc>',
        f"<defs>{''.join(_pattern(name, place, each) for place, each in enumerate(series))}</defs>",
        _key(name, series) if len(series) > 1 else "",
    ]
    for place, bar in enumerate(bars):
        parts.append(_row(name, series, bar, top + ROW * place, (WIDTH - FIGURES) / longest))
    return Markup("".join([*parts, "</svg>"]))


def plain_bars(title: str, rows: Sequence[tuple[str, int]], *, name: str = "chart") -> Markup:
    """Return a bar chart of one kind of figure as SVG, each bar with its number; "" if there are no rows."""
    return stacked_bars(
        title, (Series("", "done"),), [Bar(label, (count,)) for label, count in rows], name=name
    )


def _told(series: Sequence[Series], bars: Sequence[Bar]) -> str:
    """Return all the figures in words."""
    return ". ".join(
        f"{bar.label}: "
        + ", ".join(f"{value} {each.words}".strip() for each, value in zip(series, bar.values, strict=True))
        for bar in bars
    )


def _pattern(name: str, place: int, series: Series) -> str:
    marks = {
        "plain": "",
        "dots": '<circle class="belisha-chart__mark" cx="4" cy="4" r="1.6"/>',
        "stripes": '<path class="belisha-chart__line" d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6"/>',
        "cross": '<path class="belisha-chart__line" d="M0 0 8 8M8 0 0 8"/>',
    }[PATTERNS[place % len(PATTERNS)]]
    return (
        f'<pattern id="{escape(name)}-p{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="belisha-chart__{escape(series.kind)}" width="8" height="8"/>{marks}</pattern>'
    )


def _key(name: str, series: Sequence[Series]) -> str:
    parts, left = [], 0.0
    for place, each in enumerate(series):
        parts.append(
            f'<rect class="belisha-chart__bar" x="{left:g}" y="4" width="16" height="16"'
            f' fill="url(#{escape(name)}-p{place})"/>'
            f'<text class="belisha-chart__text" x="{left + 22:g}" y="17">{escape(each.words)}</text>'
        )
        left += 22 + 9 * len(each.words) + 24
    return f'<g aria-hidden="true">{"".join(parts)}</g>'


def _row(name: str, series: Sequence[Series], bar: Bar, top: int, scale: float) -> str:
    label = bar.label if len(bar.label) <= LONGEST else f"{bar.label[: LONGEST - 1]}…"
    text = '<text class="belisha-chart__text"'
    parts = [f'{text} x="0" y="{top + 13}">{escape(label)}</text>']
    left = 0.0
    for place, (_, value) in enumerate(zip(series, bar.values, strict=True)):
        if value:
            width = value * scale
            parts.append(
                f'<rect class="belisha-chart__bar" x="{left:.1f}" y="{top + 18}" width="{width:.1f}"'
                f' height="{BAR}" fill="url(#{escape(name)}-p{place})"/>'
            )
            left += width
    figures = f"{bar.values[0]} of {sum(bar.values)}" if len(series) > 1 else f"{bar.values[0]}"
    parts.append(f'{text} x="{left + 6:.1f}" y="{top + 32}">{figures}</text>')
    return f'<g aria-hidden="true">{"".join(parts)}</g>'
