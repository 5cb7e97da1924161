"""What no list of words foresees: kinds that were learnt from posts, told from the words as a whole."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.looks import FirstLook
from belisha.checking.scene import Scene


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield what the words surely are; what is doubtful is looked at when all else has been."""
    if scene.words.words:
        yield from FirstLook(scene).sure()
