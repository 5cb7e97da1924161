"""Numbers of paragraphs, worked out as Word does from `numbering.xml` and the styles."""

import xml.etree.ElementTree as ET  # nosec B405 - elements only; parsing is in `archive`
from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(slots=True)
class ListLevel:
    """One level of a list: its first number, its format and the pattern of what is printed."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, ListLevel]
    overrides: dict[int, int] = field(default_factory=dict)
    is_begun: bool = False


def value(element: ET.Element | None, name: str) -> str:
    """Return `w:val` of a child, or nothing."""
    child = element.find(W + name) if element is not None else None
    return child.get(W + "val", "") if child is not None else ""


def shown(number: int, kind: str) -> str:
    """Return a number in Word's format: decimal, letters, Roman, two digits."""
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text = ""
        for size, sign in _ROMAN:
            while number >= size:
                text, number = text + sign, number - size
        return text if kind == "lowerRoman" else text.upper()
    if kind == "decimalZero":
        return f"{number:02}"
    if kind in ("ordinal", "cardinalText", "ordinalText"):
        return str(number)
    return str(number)


class Numbering:
    """Counters of a document's lists."""

    def __init__(self, root: ET.Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._load(root)

    def _load(self, root: ET.Element) -> None:
        abstract: dict[str, dict[int, ListLevel]] = {}
        styles: dict[str, list[tuple[str, int]]] = {}
        for each in root.findall(W + "abstractNum"):
            key = each.get(W + "abstractNumId", "")
            abstract[key] = {}
            for level in each.findall(W + "lvl"):
                index = int(level.get(W + "ilvl", "0"))
                abstract[key][index] = _level(level)
                if style := value(level, "pStyle"):
                    styles.setdefault(key, []).append((style, index))
        for each in root.findall(W + "num"):
            key, of = each.get(W + "numId", ""), value(each, "abstractNumId")
            made = _List(of, dict(abstract.get(of, {})))
            for override in each.findall(W + "lvlOverride"):
                index = int(override.get(W + "ilvl", "0"))
                level_changed = override.find(W + "lvl")
                if level_changed is not None:
                    made.levels[index] = _level(level_changed)
                if start := value(override, "startOverride"):
                    made.overrides[index] = int(start)
            self._lists[key] = made
            for style, index in styles.get(of, ()):
                self.by_style.setdefault(style, (key, index))

    def is_bullet(self, num: str, level: int) -> bool:
        """Return whether the level prints a bullet instead of a number."""
        found = self._lists.get(num)
        at = found.levels.get(level) if found else None
        return at is None or at.format in ("bullet", "none") or "%" not in at.pattern

    def next(self, num: str, level: int) -> str:
        """Count one paragraph of a list and return what Word prints before it; nothing for bullets."""
        found = self._lists.get(num)
        if found is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        if not found.is_begun:
            found.is_begun = True
            for index, start in found.overrides.items():
                counters[index] = start - 1
        at = found.levels.get(level, ListLevel())
        counters[level] = counters.get(level, at.start - 1) + 1
        for deeper in [each for each in counters if each > level]:
            rule = found.levels.get(deeper, ListLevel()).restart
            if rule is None or (rule and level < rule):
                del counters[deeper]
        if at.format in ("bullet", "none"):
            return ""
        text = at.pattern
        for index in range(9):
            if f"%{index + 1}" in text:
                upper = found.levels.get(index, ListLevel())
                text = text.replace(f"%{index + 1}", shown(counters.get(index, upper.start), upper.format))
        return text.strip()


def _level(element: ET.Element) -> ListLevel:
    restart = value(element, "lvlRestart")
    return ListLevel(
        start=int(value(element, "start") or 1),
        format=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText"),
        restart=int(restart) if restart else None,
    )
