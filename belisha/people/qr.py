import segno


def qr_svg(text: str) -> str:
    """`text` as a QR code: an SVG without a size of its own, for `bare_svg` and the style sheet."""
    return segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True)
