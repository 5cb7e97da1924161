"""QR codes as SVG."""

from base64 import b64encode
from io import BytesIO

import segno

PICTURE = "data:image/svg+xml;base64,"


def qr_svg(address: str) -> str:
    """Return a QR code that leads to the address, as SVG with its border."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def qr_picture(address: str) -> str:
    """Return the QR code as the address of a picture that is part of the page. For print only."""
    return PICTURE + b64encode(qr_svg(address).encode()).decode()
