"""Load the vocabulary and the model before the first question."""

import threading

from belisha.rules.language.reading import library_slugs, load_policy


def preload_in_background() -> None:
    """Start loading what asking needs while the server already listens. Reads no database."""
    # Not a daemon: a process that ends while the model is being loaded would be aborted by its library.
    threading.Thread(target=_preload, name="warm-asking").start()


def _preload() -> None:
    from belisha.asking.asking import ask  # noqa: PLC0415 - slow to import, and in this thread nobody waits

    ask(load_policy(library_slugs()[0]), "May I post a picture?", role="teacher")
