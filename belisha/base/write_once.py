"""A file that is made once, by whoever comes first."""

import os
import tempfile
from pathlib import Path


def write_once(file: Path, content: bytes) -> None:
    """Make `file`, readable by its owner only, unless it is there; nobody ever sees half of it.

    Processes and threads that come at once agree: each writes a draft of its own and links it into place,
    and whoever comes second finds the first one's. Raises OSError where the folder cannot be written to.
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
