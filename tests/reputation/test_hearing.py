"""A request, an allegation, a complaint or a child in danger is heard inside a mention; ordinary words are
not.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from belisha.reputation.decision_path import decide, mention_outcomes, path_steps
from belisha.reputation.feeds import FeedError, moment_of, read_feed
from belisha.reputation.hearing import heard_in
from belisha.sandbox import run_in_sandbox


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("I want a copy of all the data you hold on my son.", "access"),
        ("They have ignored my subject access request for weeks", "access"),
        ("Please delete all our photos from your systems", "access"),
        ("The year 2 teacher grabbed my daughter by the arm", "allegation"),
        ("My boy was pushed by a teacher yesterday", "allegation"),
        ("I have made a complaint and nobody replied", "complaint"),
        ("Appalling communication, would not recommend", "complaint"),
        ("She says she wants to die and no one at school listens", "danger"),
        ("He is scared to go home and nobody asks why", "danger"),
    ],
)
def test_what_may_start_a_clock_is_heard(text: str, heard: str) -> None:
    assert heard in heard_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lovely school, our twins are very happy here.",
        "Well done to everyone on the summer fair!",
        "Where do I find the term dates?",
        "The new library is wonderful and the staff are kind.",
    ],
)
def test_ordinary_words_are_not_taken_for_more(text: str) -> None:
    assert heard_in(text) == []


def test_danger_comes_first() -> None:
    assert heard_in("Making a formal complaint: he is being abused and you ignored us")[0] == "danger"


def test_the_first_yes_decides_and_nothing_is_skipped() -> None:
    ids = [step.id for step in path_steps()]
    for place, step in enumerate(path_steps()):
        answers = dict.fromkeys(ids[:place], False) | {step.id: True}
        assert decide(answers) == step
        assert step.outcome in mention_outcomes()
    assert decide({}) is None
    assert decide({ids[0]: False}) is None
    assert ids[0] == "danger"


def test_what_is_answered_has_several_texts() -> None:
    for name in ("thank", "answer", "invite"):
        assert len(mention_outcomes()[name].replies) >= 2


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Sat, 04 Jul 2026 12:00:00 BST", datetime(2026, 7, 4, 11, tzinfo=UTC)),
        ("Sat, 04 Jul 2026 12:00:00", datetime(2026, 7, 4, 11, tzinfo=UTC)),
        ("2026-07-04T12:00:00", datetime(2026, 7, 4, 11, tzinfo=UTC)),
        ("2026-01-04T12:00:00Z", datetime(2026, 1, 4, 12, tzinfo=UTC)),
        ("Sun, 04 Jan 2026 12:00:00 GMT", datetime(2026, 1, 4, 12, tzinfo=UTC)),
        ("2026-07-04T12:00:00+02:00", datetime(2026, 7, 4, 10, tzinfo=UTC)),
        ("last week", None),
        ("", None),
    ],
)
def test_dates_of_feeds_are_londons_where_they_name_no_zone(raw: str, expected: datetime | None) -> None:
    assert moment_of(raw) == expected


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Grange Infants &amp; friends</title><link>https://news.example.org/1</link>
<description>&lt;p&gt;A &lt;b&gt;fair&lt;/b&gt; day&lt;/p&gt;</description>
<pubDate>Sat, 04 Jul 2026 12:00:00 BST</pubDate></item> </channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>History</title>
<entry><title>Edit</title><link
href="https://wiki.example.org/?diff=7"/><updated>2026-07-04T11:00:00Z</updated>
<summary>Changed</summary></entry></feed>"""


def test_a_feed_is_read_in_the_sandbox() -> None:
    rss, atom = run_in_sandbox(read_feed, RSS)[0], run_in_sandbox(read_feed, ATOM)[0]
    assert (rss.title, rss.text) == ("Grange Infants & friends", "A fair day")
    assert rss.link == "https://news.example.org/1"
    assert rss.published == "2026-07-04T11:00:00+00:00"
    assert (atom.title, atom.published) == ("Edit", "2026-07-04T11:00:00+00:00")


def test_a_page_that_is_no_feed_gets_a_clear_message() -> None:
    with pytest.raises(FeedError, match="no RSS or Atom feed"):
        read_feed(b"<html><body>Hello</body></html>")
