#!/usr/bin/env bash
# Pillow 13.0.0: an ordinary photo of two pictures in one file is said to move.
#
# A school meets it: phones and cameras store a second picture (depth, a second view, a large preview) behind the
# first in one .jpg file, in CIPA's Multi-Picture Format. Every viewer shows one still photo.
# Expected: a file that ends in .jpg and is opened as JPEG alone is one picture that does not move.
# Seen: `open(.., formats=["JPEG"])` gives the format MPO, `is_animated` True and two frames. A program that takes
# moving pictures for GIFs refuses the photo, or tells parents that it moves. The second picture has notes of its
# own, here the place, which a look at the first does not find; and whoever looks at the second and goes back gets
# the first turned on its side, as only the second is to be turned.
#
# Belisha: says that a second picture is behind the first, reads what both tell, and publishes the first, upright
# (belisha/checking/photos.py, tests/checks/test_photos.py).
set -euo pipefail

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv --without-pip "$work/venv"
python3 -m pip --python "$work/venv" --disable-pip-version-check install --quiet --no-deps \
  pillow==13.0.0
cd "$work"
venv/bin/python - <<'PY'
import io
import sys

from PIL import Image, ImageOps

place = Image.Exif()
place[0x0112] = 6
place[0x8825] = {1: "N", 2: (51.0, 26.0, 12.0), 3: "W", 4: (1.0, 4.0, 3.0)}
second = Image.new("RGB", (200, 150), "grey")
second.encoderinfo = {"exif": place}
made = io.BytesIO()
Image.new("RGB", (400, 300), "navy").save(made, "MPO", save_all=True, append_images=[second])
photo = Image.open(made, formats=["JPEG"])
first = bool(photo.getexif().get_ifd(0x8825))
moves, frames = photo.is_animated, photo.n_frames
photo.seek(1)
second_tells = bool(photo.getexif().get_ifd(0x8825))
photo.seek(0)
seen = (photo.format, moves, frames, first, second_tells, ImageOps.exif_transpose(photo).size)
print("expected: JPEG, does not move, one picture of 400 by 300")
print("seen:     format %s, moves %s, frames %s, place in the first %s, in the second %s, the first again %s" % seen)
if seen != ("MPO", True, 2, False, True, (300, 400)):
    sys.exit(f"Pillow opens such a photo in another way now: {seen}.")
PY
