"""Make a picture a JPEG that every account takes. Runs in the sandbox, so it knows nothing of Django."""

import io

from belisha.checking.photos import PhotoError
from belisha.sandbox import Limits, limited

# What the smallest of the accounts takes, in bytes.
LARGEST = 976_000
_QUALITIES, _SMALLER = (88, 80, 70, 60), (1.0, 0.75, 0.5, 0.35)


@limited(Limits(processor=20, seconds=25, memory=900))
def fitted(data: bytes) -> bytes:
    """Return a picture as JPEG of at most LARGEST bytes: of less quality first, then smaller."""
    from PIL import Image  # noqa: PLC0415 - only the sandbox needs it

    with Image.open(io.BytesIO(data)) as opened:
        profile = opened.info.get("icc_profile")
        plain = opened.convert("RGBA") if opened.mode in ("P", "LA", "RGBA", "PA") else opened.convert("RGB")
        if plain.mode == "RGBA":
            ground = Image.new("RGB", plain.size, "white")
            ground.paste(plain, mask=plain.getchannel("A"))
            plain = ground
    for share in _SMALLER:
        size = max(1, int(plain.width * share)), max(1, int(plain.height * share))
        shown = plain if share == 1.0 else plain.resize(size)
        for quality in _QUALITIES:
            out = io.BytesIO()
            shown.save(out, "JPEG", quality=quality, optimize=True, icc_profile=profile)
            if out.tell() <= LARGEST:
                return out.getvalue()
    raise PhotoError("The photo is too large however it is made smaller. Choose another photo.")
