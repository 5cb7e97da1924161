"""The history of a real MediaWiki page: told of when its words change, and of nobody who edits."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from belisha.people.accounts.encryption import decrypt
from belisha.people.models import School
from belisha.reputation.actions import set_aside
from belisha.reputation.feeds import read_history, visible_words
from belisha.reputation.models import Mention, WatchedPlace
from belisha.reputation.states import MentionState
from belisha.reputation.watching import PURPOSE, add_place, read_place
from tests.ratification.ratifying import person
from tests.real_servers import ServedSite, serving_mediawiki


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    with serving_mediawiki(tmp_path_factory.mktemp("wiki") / "site") as found:
        yield found


def edit(wiki: ServedSite, words: str, comment: str = "") -> None:
    """Write the page by somebody whose name is to be kept nowhere."""
    command = [wiki.folder / "edit.sh", "Hazel School", comment]
    subprocess.run(command, input=words.encode(), capture_output=True, check=True)


@pytest.fixture
def article(demo: None, wiki: ServedSite, settings: Any) -> WatchedPlace:
    settings.BELISHA_FETCH_PRIVATE = True
    edit(wiki, "Hazel School is a school in [[Town|a town]].")
    school = School.objects.get(slug="calcot")
    address = f"{wiki.address}index.php?title=Hazel_School"
    return add_place(
        by=person("slt@calcot"), school=school, kind="wikipedia", title="The article", address=address,
        feed=f"{address}&action=history&feed=atom", office="slt",
    )  # fmt: skip


def read(place: WatchedPlace) -> int:
    place.refresh_from_db()
    return read_place(place)


@pytest.mark.slow
def test_only_what_readers_see_is_told_of(article: WatchedPlace, wiki: ServedSite) -> None:
    assert (read(article), read(article)) == (1, 0)
    mention = Mention.objects.get(place=article)
    assert (mention.title, mention.link) == ("Hazel School", article.address)
    edit(wiki, "Hazel School is a school in [[Town|a  town]]. <!-- a note to editors -->", "tidy")
    assert read(article) == 0, "marks and comments are no change"
    edit(wiki, "Hazel School is a dump.", "vandals")
    edit(wiki, "Hazel School is a school in [[Town|a town]].", "undone")
    assert read(article) == 0, "what was undone is no change"
    edit(wiki, "Hazel School is a school in [[Town|a town]]. Its head was told of a danger to children.")
    assert read(article) == 1
    mention.refresh_from_db()
    words = decrypt(mention.excerpt, PURPOSE)
    assert "told of a danger" in words
    assert "Maintenance script" not in f"{mention.title} {words}"
    assert Mention.objects.filter(place=article).count() == 1
    assert article.feed_trouble == ""


@pytest.mark.slow
def test_an_edit_that_the_feed_leaves_out_is_read_from_the_page(
    article: WatchedPlace, wiki: ServedSite
) -> None:
    read(article)
    edit(wiki, "\n\n".join(f"Line {number} of a long history of the school." for number in range(3000)))
    assert read(article) == 1
    mention = Mention.objects.get(place=article)
    assert "long history" in decrypt(mention.excerpt, PURPOSE)
    edit(wiki, "Hazel School has closed.")
    subprocess.run([wiki.folder / "hide.sh", "Hazel School"], capture_output=True, check=True)
    assert read(article) == 1
    mention.refresh_from_db()
    assert "has closed" in decrypt(mention.excerpt, PURPOSE)


@pytest.mark.slow
def test_an_article_of_another_school_stays_aside(article: WatchedPlace, wiki: ServedSite) -> None:
    read(article)
    set_aside(by=person("slt@calcot"), mention=Mention.objects.get(place=article))
    edit(wiki, "Hazel School, in another country, won a prize.")
    assert read(article) == 0
    assert Mention.objects.get(place=article).state == MentionState.NOT_US


def test_a_feed_that_is_no_history_is_none() -> None:
    assert read_history(b"<rss version='2.0'><channel><title>x</title></channel></rss>") is None
    assert read_history(b"") is None


def test_visible_words_leave_out_what_nobody_sees() -> None:
    html = b"<p>One<sup>[1]</sup> &amp; two</p><!-- three --><script>four</script><STYLE>five</STYLE>"
    assert visible_words(html, "no-such-charset") == "One & two"
