"""The first pictures of a film, taken out by FFmpeg where it is installed."""

from belisha.sandbox.programs import ProgramLimits, find_program, run_program

# One picture a second, from the first on.
PICTURES = 3
_LIMITS = ProgramLimits(seconds=15, processor=12, memory=1500, answer=24)
_PNG = b"\x89PNG\r\n\x1a\n"
_SIDE = 1280
_SCALE = f"scale='min({_SIDE},iw)':'min({_SIDE},ih)':force_original_aspect_ratio=decrease"
_ARGUMENTS = (
    *("-v", "error", "-nostdin", "-threads", "1", "-protocol_whitelist", "file", "-f", "mov", "-i", "{file}"),
    *("-an", "-sn", "-dn", "-map_metadata", "-1"),
    *("-vf", f"fps=1:round=up,{_SCALE}"),
    *("-frames:v", f"{PICTURES}", "-f", "image2pipe", "-c:v", "png", "pipe:1"),
)  # fmt: skip


def can_look_into_films() -> bool:
    """Return whether FFmpeg is installed."""
    return bool(find_program("ffmpeg"))


def first_pictures(film: bytes) -> list[bytes]:
    """Return the first pictures of an MP4 or MOV, a second apart, each as PNG. Raise ProgramError.

    The film is held in memory and on no disk; the program has no network and reads no other file.
    """
    found = run_program(find_program("ffmpeg"), _ARGUMENTS, film, _LIMITS)
    return [_PNG + each for each in found.split(_PNG)[1:]]
