"""Load the vocabulary and the model before the first question."""

import threading

from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.vocabulary.loading import load_vocabulary

# Put as a phrase of the library is, so that its vector is shipped.
KNOWN = "comment on a child's posts"


def preload_for_all() -> None:
    """Load what asking needs, but for the model, before a server makes its workers: they share its memory.

    The model stays out: a process that has loaded it must not be forked. Nothing is loaded if the shipped
    vectors are not up to date, for then even a known phrase would need the model.
    """
    from belisha.asking.asking import ask, read_question  # noqa: PLC0415 - slow to import
    from belisha.asking.vectors import missing_vectors  # noqa: PLC0415 - as above

    if not missing_vectors([read_question(KNOWN, load_vocabulary()).plain]):
        ask(load_policy(library_slugs()[0]), KNOWN, role="teacher")


def preload_in_background() -> None:
    """Start loading what asking needs while the server already listens. Reads no database."""
    # Not a daemon: a process that ends while the model is being loaded would be aborted by its library.
    threading.Thread(target=_preload, name="warm-asking").start()


def _preload() -> None:
    from belisha.asking.asking import ask  # noqa: PLC0415 - slow to import, and in this thread nobody waits

    ask(load_policy(library_slugs()[0]), "May I post a picture?", role="teacher")
