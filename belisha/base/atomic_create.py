"""Create a file once, whole, however many processes try at the same time."""

import os
import tempfile
from pathlib import Path


def create_once(file: Path, content: bytes) -> None:
    """Create `file`, readable by its owner only, unless it exists. It is never seen half written.

    Each process or thread writes a draft of its own and links it into place; the first one wins.
    Raise OSError if the folder cannot be written to.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.link(name, file)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
