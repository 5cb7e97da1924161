"""Words of a school's own: said on screen, understood in questions there, and nowhere else."""

from datetime import date

import pytest
from django.test import Client

from belisha.answers.answering import answer
from belisha.answers.question import Question
from belisha.audit.models import Event
from belisha.policies.models import SchoolWord
from belisha.policies.own_words.translation import OwnWord, already_known, in_known_words
from belisha.rules.language.reading import load_policy
from belisha.rules.vocabulary.loading import load_vocabulary
from tests.demo_fixtures import ClientFor

WORDS = load_vocabulary()
BOARD = OwnWord("the hedgehog board", "platform", "facebook")
BUDDY = OwnWord("reading buddy", "role", "volunteer")
ADDRESS = "/s/grange/words/"
ON = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("May I post on the Hedgehog  board?", "May I post on Facebook?"),
        ("The hedgehog boards are new", "The hedgehog boards are new"),
        ("Can a reading buddy use the hedgehog board", "Can a volunteer use Facebook"),
        ("nothing of the kind", "nothing of the kind"),
    ],
)
def test_a_word_is_replaced_whole_by_what_it_means(text: str, meant: str) -> None:
    assert in_known_words(text, (BOARD, BUDDY), WORDS) == meant


def test_the_longest_word_counts_and_one_that_is_no_longer_known_is_left() -> None:
    longer = OwnWord("the hedgehog board group", "role", "volunteer")
    assert in_known_words("the hedgehog board group", (BOARD, longer), WORDS) == "volunteer"
    gone = OwnWord("the den", "action", "no-such-action")
    assert in_known_words("the den", (gone,), WORDS) == "the den"


def test_a_word_that_the_vocabulary_has_is_known() -> None:
    assert already_known("Facebook", WORDS)
    assert already_known("Teaching  Assistant", WORDS)
    assert not already_known("the hedgehog board", WORDS)


def test_a_question_in_own_words_is_answered_as_in_known_ones() -> None:
    policy = load_policy("grange")
    own = answer(policy, Question("teacher", "May I befriend a pupil on the hedgehog board?"), ON, (BOARD,))
    known = answer(policy, Question("teacher", "May I befriend a pupil on Facebook?"), ON)
    assert own.situation == known.situation
    assert own.ruling.verdict == known.ruling.verdict
    assert own.question.words == "May I befriend a pupil on the hedgehog board?"


def test_no_word_of_a_school_hides_that_somebody_is_in_danger() -> None:
    hiding = OwnWord("kill myself", "platform", "facebook")
    assert answer(load_policy("grange"), Question("pupil", "I want to kill myself"), ON, (hiding,)).help


@pytest.mark.usefixtures("demo")
def test_words_are_added_and_removed_on_screen(client_for: ClientFor) -> None:
    head = client_for("headteacher@grange")
    page = head.post(ADDRESS, {"word": "The Hedgehog Board", "means": "platform:facebook"}, follow=True)
    assert "understood from now on" in page.content.decode()
    assert "the hedgehog board" in page.content.decode()
    (row,) = SchoolWord.objects.all()
    again = head.post(ADDRESS, {"word": "the hedgehog  board", "means": "role:teacher"})
    assert (again.status_code, SchoolWord.objects.count()) == (400, 1)
    assert "has this word already" in again.content.decode()
    head.post(f"{ADDRESS}{row.pk}/remove/")
    assert SchoolWord.objects.count() == 0
    verbs = set(Event.objects.filter(verb__endswith="-school-word").values_list("verb", flat=True))
    assert verbs == {"added-school-word", "removed-school-word"}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"word": "", "means": "role:teacher"}, "Enter your word"),
        ({"word": "ab", "means": "role:teacher"}, "3 letters or more"),
        ({"word": "Facebook", "means": "role:teacher"}, "knows “Facebook” already"),
        ({"word": "the den", "means": "role:nobody"}, "Choose what it means"),
    ],
)
def test_what_cannot_be_a_word_is_said(client_for: ClientFor, given: dict[str, str], says: str) -> None:
    page = client_for("headteacher@grange").post(ADDRESS, given)
    assert page.status_code == 400
    assert says in page.content.decode()


@pytest.mark.usefixtures("demo")
def test_a_word_counts_at_its_own_school_alone(client_for: ClientFor, client: Client) -> None:
    client_for("headteacher@grange").post(ADDRESS, {"word": "hugglebook", "means": "platform:facebook"})
    asked = {"as": "teacher", "q": "May I post a photo of a pupil on hugglebook?"}
    assert "Facebook" in client.get("/s/grange/ask/", asked).content.decode()
    assert client_for("teacher@grange").get(ADDRESS).status_code == 403
    assert client_for("headteacher@calcot").post(f"{ADDRESS}1/remove/").status_code == 404
