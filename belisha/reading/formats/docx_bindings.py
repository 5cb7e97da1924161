"""Content controls that are mapped to a property of the document: the property is what Word shows.

ISO/IEC 29500-1, 17.5.2.6: the mapped element's contents replace the words that stand in the text. A program
that changes the property alone leaves the words of last time there.
"""

import re
import xml.etree.ElementTree as ET  # nosec B405 - elements only; parsing is in `archive`
from collections.abc import Mapping
from datetime import date

from belisha.reading.formats.archive import Archive
from belisha.reading.formats.docx_numbers import W, value

_ITEM_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
# The properties that Word itself keeps, by the identifiers that it maps them with.
_OWN_PROPERTIES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "docProps/core.xml",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "docProps/app.xml",
}
_STEP = re.compile(r"/(?:[\w.-]+:)?([\w.-]+)(?:\[(\d+)\])?")
# Kinds of controls whose contents are no plain words.
_NOT_PLAIN = frozenset(["richText", "picture", "docPartObj", "docPartList", "group", "checkbox"])
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Stores = Mapping[str, ET.Element]


def stores_of(archive: Archive) -> Stores:
    """Return the properties that controls may be mapped to, by their identifier in capitals."""
    found = {}
    for name in archive.names("customXml/itemProps"):
        props, store = archive.xml(name), archive.xml(name.replace("itemProps", "item"))
        if props is not None and store is not None:
            found[props.get(_ITEM_ID, "").upper()] = store
    for identifier, name in _OWN_PROPERTIES.items():
        store = archive.xml(name)
        if store is not None:
            found[identifier] = store
    return found


def show_properties(root: ET.Element, stores: Stores) -> list[tuple[str, str]]:
    """Put what the properties say into the mapped controls. Return the words that went, and what came."""
    replaced = []
    for control in root.iter(W + "sdt") if stores else ():
        shown, content = _shown(control, stores), control.find(W + "sdtContent")
        parts = list(content.iter(W + "t")) if content is not None else []
        before = "".join(part.text or "" for part in parts)
        if shown and parts and shown.split() != before.split():
            parts[0].text = shown
            for part in parts[1:]:
                part.text = ""
            replaced.append((before, shown))
    return replaced


def _shown(control: ET.Element, stores: Stores) -> str:
    """Return what the mapped property says in the control's own form; empty if it is not mapped."""
    props = control.find(W + "sdtPr")
    binding = props.find(W + "dataBinding") if props is not None else None
    if props is None or binding is None or any(_local(each) in _NOT_PLAIN for each in props):
        return ""
    store = stores.get(binding.get(W + "storeItemID", "").upper())
    said = _text_at(store, binding.get(W + "xpath", "")) if store is not None else ""
    listed = {each.get(W + "value"): each.get(W + "displayText") for each in props.iter(W + "listItem")}
    day = props.find(W + "date")
    return _as_date(said, value(day, "dateFormat")) if day is not None else listed.get(said) or said


def _text_at(store: ET.Element, path: str) -> str:
    """Return the text of the element at a path of names and positions; empty for any other path."""
    steps = _STEP.findall(path)
    if (
        "".join(found[0] for found in _STEP.finditer(path)) != path
        or not steps
        or _local(store) != steps[0][0]
    ):
        return ""
    at = store
    for name, position in steps[1:]:
        children = [each for each in at if _local(each) == name]
        if len(children) < int(position or 1) or position == "0":
            return ""
        at = children[int(position or 1) - 1]
    return "" if len(at) else " ".join((at.text or "").split())


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _as_date(said: str, form: str) -> str:
    """Return a date in the form of a date control, such as dd/MM/yyyy; other words as they are."""
    try:
        day = date.fromisoformat(said[:10])
    except ValueError:
        return said
    parts = {
        "dddd": _DAYS[day.weekday()], "ddd": _DAYS[day.weekday()][:3], "dd": f"{day:%d}", "d": str(day.day),
        "MMMM": _MONTHS[day.month - 1], "MMM": _MONTHS[day.month - 1][:3],
        "MM": f"{day:%m}", "M": str(day.month),
        "yyyy": f"{day:%Y}", "yy": f"{day:%y}",
    }  # fmt: skip
    return re.sub(r"d{1,4}|M{1,4}|yyyy|yy", lambda found: parts[found[0]], form or "yyyy-MM-dd").replace(
        "'", ""
    )
