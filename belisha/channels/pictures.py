"""The picture of an official post: a clean JPEG that every account takes, kept encrypted."""

from collections.abc import Iterable

from belisha.base.encrypted_files import destroy_file, keep_file, read_file
from belisha.base.models import EncryptedFile
from belisha.channels.jpeg import fitted
from belisha.channels.models import OfficialPost
from belisha.checking.photos import PhotoError, PhotoReport
from belisha.checks.photos import open_photo
from belisha.sandbox import SandboxError, run_in_sandbox


def clean_picture(data: bytes) -> tuple[bytes, PhotoReport]:
    """Return a photo as a JPEG without notes of place or device, and what was found in it.

    Raise PhotoError with a sentence if it is no photo.
    """
    report = open_photo(data)
    if not report.copy:
        raise PhotoError("Only photos can be sent by this site. Post a film by hand.")
    try:
        return run_in_sandbox(fitted, report.copy), report
    except SandboxError as error:
        raise PhotoError(f"The photo cannot be made smaller. {error} Choose another photo.") from error


def set_picture(post: OfficialPost, jpeg: bytes, words: str) -> None:
    """Keep a picture with a post in place of the one before. The caller saves the post."""
    drop_picture(post)
    post.picture, post.picture_words, post.has_picture = keep_file([jpeg]), words[:4_000], True


def drop_picture(post: OfficialPost) -> None:
    """Destroy the picture of a post, key and bytes. The caller saves the post."""
    kept, post.picture, post.picture_words = post.picture, None, ""
    if kept is not None:
        destroy_file(kept)


def destroy_pictures(pictures: Iterable[EncryptedFile]) -> None:
    """Destroy pictures whose posts are gone, key and bytes."""
    for each in pictures:
        destroy_file(each)


def picture_bytes(post: OfficialPost) -> bytes:
    """Return the picture of a post, empty if it has none.

    Raise KeyLostError, DamagedFileError or FileNotFoundError.
    """
    return b"" if post.picture is None else b"".join(read_file(post.picture))
