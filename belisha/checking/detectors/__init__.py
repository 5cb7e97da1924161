"""The detectors: one file each, found by being here. Each looks at a draft and says what it sees."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene

Detector = Callable[[Scene], Iterator[Observation]]


@cache
def detectors() -> tuple[Detector, ...]:
    """Return the `detect` function of every module here."""
    names = sorted(module.name for module in iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}").detect for name in names)
