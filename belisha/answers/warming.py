"""What the first question would otherwise wait for: the words and the model behind asking."""

import threading

from belisha.rules.reading import library_slugs, load_policy


def warm_in_background() -> None:
    """Begin to ready what asking needs, while the server listens already. Reads no database."""
    # Not a daemon: a process that ends while the model is being loaded would be aborted by its library.
    threading.Thread(target=_warm, name="warm-asking").start()


def _warm() -> None:
    from belisha.asking.asking import ask  # noqa: PLC0415 - slow to import, and in this thread nobody waits

    ask(load_policy(library_slugs()[0]), "May I post a picture?", role="teacher")
