"""Which version a school's page shows: by mark, by text, by a linked document; and what differs."""

from dataclasses import replace

import pytest

from belisha.policies.website.classification import Classification, KnownVersion, PublishedText, classify
from belisha.policies.website.documents import without_running_lines
from belisha.policies.website.models import WebsiteFinding
from belisha.policies.website.pages import FetchedPage, read_page
from belisha.policies.website.text_similarity import text_similarity
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import load_policy
from belisha.sandbox.fetching import FetchedFile

OWN = "https://policy.example.org"
NOW = load_policy("grange")


def changed(policy: Policy, clause: str, text: str) -> Policy:
    return replace(
        policy, clauses=tuple(replace(c, text=text) if c.id == clause else c for c in policy.clauses)
    )


BEFORE = changed(NOW, "friend-pupil", "Staff think twice before they befriend a pupil.")
KNOWN = [KnownVersion(2, "2", "ab" * 32, NOW), KnownVersion(1, "1", "cd" * 32, BEFORE)]


def text_of(policy: Policy) -> str:
    parts = [policy.introduction, *(f"{clause.title}\n{clause.text}" for clause in policy.clauses)]
    return "\n\n".join(parts)


def html(body: str) -> FetchedPage:
    fetched = FetchedFile("https://school.example/policies/", "text/html", "utf-8", body.encode())
    return read_page(fetched)


def judged(body: str, *documents: str) -> Classification:
    texts = [
        PublishedText(f"https://school.example/{number}.pdf", words)
        for number, words in enumerate(documents, start=1)
    ]
    return classify(html(body), texts, KNOWN, "grange", OWN)


@pytest.mark.parametrize(
    "mark",
    [
        f'<div data-belisha-version="{"ab" * 32}">x</div>',
        f"<div data-belisha-version={'ab' * 32}>x</div>",
        f"<!-- belisha:version {'ab' * 32} -->",
        f'<p id="belisha-version-{"ab" * 8}">x</p>',
        f'<meta name="belisha-version" content="{"ab" * 32}">',
        f'<iframe src="{OWN}/s/grange/embed/"></iframe>',
    ],
)
def test_each_mark_alone_is_enough(mark: str) -> None:
    found = judged(f"<h1>Policies</h1>{mark}")
    assert (found.finding, found.shows) == (WebsiteFinding.SAME, 2)


def test_the_mark_of_an_earlier_version_is_named() -> None:
    found = judged(f'<div data-belisha-version="{"cd" * 32}">x</div>')
    assert (found.finding, found.shows) == (WebsiteFinding.OTHER, 1)
    assert "version 1; the version in force is 2" in found.sentences[0]


def test_a_mark_that_nobody_knows() -> None:
    found = judged(f'<div data-belisha-version="{"ef" * 32}">x</div>')
    assert (found.finding, found.shows) == (WebsiteFinding.OTHER, None)


@pytest.mark.parametrize(
    "frame", ["https://evil.example/s/grange/embed/", f"{OWN}/s/calcot/embed/", f"{OWN}/s/grange/help/"]
)
def test_a_frame_of_something_else_is_no_mark(frame: str) -> None:
    assert judged(f'<iframe src="{frame}"></iframe>').finding is WebsiteFinding.ABSENT


def test_the_whole_text_on_the_page() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in text_of(NOW).splitlines())
    found = judged(f"<nav>Home</nav>{paragraphs}<footer>Made by somebody</footer>")
    assert (found.finding, found.shows, found.percent) == (WebsiteFinding.SAME, 2, 100)


def test_the_whole_text_in_a_document_with_broken_lines_and_curly_quotes() -> None:
    words = text_of(NOW).replace("'", "’").replace(" ", "\n")
    assert judged("<p>See our policy</p>", words).finding is WebsiteFinding.SAME


def test_the_text_of_an_earlier_version_is_named() -> None:
    found = judged("<p>See our policy</p>", text_of(BEFORE))
    assert (found.finding, found.shows) == (WebsiteFinding.OTHER, 1)
    assert "“1.pdf” has the text of version 1, not of 2." in found.sentences


def test_one_word_that_turns_a_rule_round_is_found() -> None:
    turned = changed(NOW, "friend-pupil", NOW.by_id["friend-pupil"].text.replace("ever", "hardly ever"))
    found = judged("<p>See our policy</p>", text_of(turned))
    assert found.finding is WebsiteFinding.CHANGED
    assert found.percent is not None
    assert 90 <= found.percent < 100
    (difference,) = found.differences
    assert difference.title == NOW.by_id["friend-pupil"].title
    assert "hardly ever" in difference.theirs
    assert difference.ours == NOW.by_id["friend-pupil"].text


def test_an_old_copy_beside_a_right_mark_counts() -> None:
    mark = f'<div data-belisha-version="{"ab" * 32}">x</div>'
    assert judged(mark, text_of(BEFORE)).finding is WebsiteFinding.OTHER
    assert judged(mark, text_of(NOW)).finding is WebsiteFinding.SAME
    assert judged(mark, "Behaviour policy. Be kind.").finding is WebsiteFinding.SAME


@pytest.mark.parametrize(
    "body", ["", "<p>Under construction</p>", f"<script>{text_of(NOW)}</script>", "<<<>>>"]
)
def test_a_page_without_it(body: str) -> None:
    found = judged(body)
    assert (found.finding, found.shows) == (WebsiteFinding.ABSENT, None)


def test_other_schools_policies_are_not_taken_for_ours() -> None:
    for other in ("calcot", "barley-lane", "coads-green", "hr-cooperative"):
        assert text_similarity(NOW, text_of(load_policy(other))).percent < 40


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("", "<p>Straße – “so”</p>".encode()),
        ("windows-1252", "<p>Straße – “so”</p>".encode("cp1252")),
        ("", b'<meta charset="windows-1252"><p>Stra\xdfe \x96 \x93so\x94</p>'),
        ("nonsense", "<p>Straße – “so”</p>".encode()),
        ("", b"<p>Stra\xdfe \x96 \x93so\x94</p>"),
    ],
)
def test_any_charset_is_read(charset: str, body: bytes) -> None:
    assert (
        "Straße – “so”" in read_page(FetchedFile("https://school.example/", "text/html", charset, body)).text
    )


def test_running_titles_and_footers_do_not_count() -> None:
    pages = [f"Social Media Policy\nfirst words {n}\n{n} of 3" for n in "abc"]
    pages = [
        page.replace(letter + " of", f"{n} of")
        for n, (page, letter) in enumerate(zip(pages, "abc", strict=True))
    ]
    assert without_running_lines(pages) == ["first words a", "first words b", "first words c"]
