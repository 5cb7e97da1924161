"""Colours can be read: on light and dark screens, and whatever has the keyboard's focus."""

from __future__ import annotations

from typing import Any

from tests.every_page.pages import ANYBODY, PAGES

OPEN = [page.address for page in PAGES if page.who == ANYBODY]
CLOSED = [page.address for page in PAGES if page.who != ANYBODY]
LEAST = 4.5
# Of every kind of link and button (by its own and its parent's classes) the first: focus it, and compare the
# colour of its words with what is painted behind them.
CONTRAST_ON_FOCUS = """
() => {
  const colour = (text) => {
    const part = text.match(/[\\d.]+/g).map(Number);
    return part.length < 4 ? [...part, 1] : part;
  };
  const light = (part) => 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  const line = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const linear = (part) => part.slice(0, 3).map((value) => line(value / 255));
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const found = colour(getComputedStyle(node).backgroundColor);
      if (found[3] > 0.99) return found;
    }
    return [255, 255, 255, 1];
  };
  const kinds = new Map();
  for (const node of document.querySelectorAll("a[href], button, summary")) {
    if (!node.checkVisibility() || !node.textContent.trim() || node.disabled) continue;
    const kind = [node.tagName, node.className, node.parentElement.className].join("|");
    if (!kinds.has(kind)) kinds.set(kind, node);
  }
  return [...kinds].map(([kind, node]) => {
    node.focus({ focusVisible: true });
    const style = getComputedStyle(node);
    const [one, other] = [colour(style.color), behind(node)].map((part) => light(linear(part)) + 0.05);
    return [kind, Math.max(one, other) / Math.min(one, other), node.textContent.trim().slice(0, 40)];
  });
}
"""


def test_links_and_buttons_are_read_when_they_have_the_focus(open_page: Any, sign_in: Any) -> None:
    screen = open_page(reduced_motion="reduce")  # nothing moves, so that a colour is what it will be
    seen: set[tuple[str, str]] = set()
    faint: list[str] = []
    sign_in(screen, "headteacher@grange")
    screen.wait_for_url("**/me/")
    for address in [*OPEN, *CLOSED]:
        screen.goto(address)
        for scheme in ("light", "dark"):
            screen.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for kind, ratio, words in screen.evaluate(CONTRAST_ON_FOCUS):
                if (scheme, kind) not in seen and ratio < LEAST:
                    faint.append(f"{ratio:.1f}: {scheme} {kind} “{words}” on {address}")
                seen.add((scheme, kind))
    assert len(seen) > 80, "hardly any kind of link or button was looked at"
    assert not faint, "\n".join(faint)


def test_the_block_on_a_schools_website_stays_light(open_page: Any) -> None:
    page = open_page(color_scheme="dark")
    page.goto("/s/grange/embed/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_paper_is_light(open_page: Any) -> None:
    page = open_page(color_scheme="dark")
    page.goto("/s/grange/policy/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") in ("rgb(0, 0, 0)", "rgb(23, 19, 12)")
