"""Read a long document while its page shows how far it is.

What is known of a run stands in the cache that all workers of the site share, and nowhere else: the draft
is made at the end, in one transaction, so that a run that was stopped, or whose process was ended, leaves
nothing.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import asdict, dataclass, replace
from secrets import token_urlsafe

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection

from belisha.access.actor import Actor
from belisha.drafting.actions import DraftStart, LabelTakenError, start_draft
from belisha.drafting.documents import read_safely
from belisha.people.models import School
from belisha.reading.values import DocumentError, Reading, Tell
from belisha.rules.errors import PolicyError

logger = logging.getLogger(__name__)
KEPT_FOR = 6 * 3600
SILENT_FOR = 180  # a run that has told nothing for so many seconds was ended with its process
SECONDS_BETWEEN = 0.5
_BROKE = "The document could not be read to its end, and nothing was kept. Tell whoever runs the site."


class StoppedError(Exception):
    """The person stopped the reading."""


@dataclass(frozen=True, slots=True)
class ReadingRun:
    """How far the reading of a document is: `done` of `of` in a stage, clauses found, and how it ended."""

    token: str
    school: int
    name: str
    checksum: str
    at: float
    stage: str = "pages"
    done: int = 0
    of: int = 0
    found: int = 0
    error: str = ""
    version: int = 0
    is_stopped: bool = False

    @property
    def is_over(self) -> bool:
        """Return whether it came to an end, good or bad."""
        return bool(self.error or self.version or self.is_stopped or self.is_lost)

    @property
    def is_lost(self) -> bool:
        """Return whether its process was ended in the middle."""
        ended = self.error or self.version or self.is_stopped
        return not ended and time.time() - self.at > SILENT_FOR


@dataclass(frozen=True, slots=True)
class LongDocument:
    """A document that takes long: what is to be read of it, and how its draft is begun once it is read."""

    data: bytes
    name: str
    accept: bool
    begin: Callable[[Reading, Tell], DraftStart]


def run_of(token: str, school: School) -> ReadingRun | None:
    """Return a school's run by its token, or None."""
    values = cache.get(f"reading-{token}")
    if values is None or values["school"] != school.pk:
        return None
    return ReadingRun(**values)


def stop_run(run: ReadingRun) -> None:
    """Let a run stop at the next page or passage."""
    cache.set(f"reading-stop-{run.token}", True, KEPT_FOR)


def is_stopping(run: ReadingRun) -> bool:
    """Return whether a run was asked to stop and has not heard of it yet."""
    return not run.is_over and bool(cache.get(f"reading-stop-{run.token}"))


def start_run(*, by: Actor, school: School, document: LongDocument) -> str:
    """Start to read a document, and return the token of its run: that of the same file, if one goes on."""
    checksum = hashlib.sha256(document.data).hexdigest()
    token, same = token_urlsafe(16), f"reading-of-{school.pk}-{checksum}"
    if not cache.add(same, token, KEPT_FOR):
        going_on = run_of(cache.get(same) or "", school)
        if going_on is not None and not going_on.is_over:
            return going_on.token
        cache.set(same, token, KEPT_FOR)
    run = ReadingRun(token, school.pk, document.name, checksum, time.time())
    _keep(run)
    # The schools that are open to this request are open to the thread too, and no others.
    work = copy_context()
    threading.Thread(
        target=work.run, args=(_read_to_the_end, run, by, school, document), name="reading", daemon=True
    ).start()
    return token


def _keep(run: ReadingRun) -> None:
    cache.set(f"reading-{run.token}", asdict(run), KEPT_FOR)


@dataclass(slots=True)
class _Watcher:
    """Writes down how far a run is, and stops it when it was asked to stop."""

    run: ReadingRun

    def tell(self, stage: str, done: int, of: int, found: int) -> None:
        """Hear of a page or a passage. Raise StoppedError if the person has stopped the run."""
        if time.time() - self.run.at < SECONDS_BETWEEN and done < of:
            return
        found = max(found, self.run.found)
        self.run = replace(self.run, stage=stage, done=done, of=of, found=found, at=time.time())
        _keep(self.run)
        self.check()

    def check(self) -> None:
        """Raise StoppedError if the person has stopped the run."""
        if cache.get(f"reading-stop-{self.run.token}"):
            raise StoppedError


def _read_to_the_end(run: ReadingRun, by: Actor, school: School, document: LongDocument) -> None:
    watcher = _Watcher(run)
    try:
        reading = read_safely(document.data, document.name, accept=document.accept, watch=watcher.tell)
        begun = document.begin(reading, watcher.tell)
        watcher.check()
        version = start_draft(by=by, school=school, begun=begun)
    except StoppedError:
        _keep(replace(watcher.run, is_stopped=True))
    except (DocumentError, LabelTakenError, PolicyError, PermissionDenied) as error:
        _keep(replace(watcher.run, error=str(error)))
    except Exception:
        logger.exception("A document could not be read to its end")
        _keep(replace(watcher.run, error=_BROKE))
    else:
        _keep(replace(watcher.run, version=version.pk))
    finally:
        connection.close()
