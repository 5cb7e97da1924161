"""Lists of a page by group: what a search finds, and which groups are open."""

import pytest

from belisha.base.grouped_list import MOST_FOUND_OPEN, ListRequest, arrange, list_request, matches

GROUPS = (
    ("Phones", "phones", ("Phones stay in lockers", "Photos need consent")),
    ("Friends", "friends", ("No friend requests from pupils",)),
)


def groups(**asked: object) -> list[tuple[str, bool, tuple[str, ...]]]:
    found = arrange(GROUPS, ListRequest(**asked), text=str, key=str)  # type: ignore[arg-type]
    return [(group.anchor, group.is_open, group.items) for group in found.groups]


@pytest.mark.parametrize(
    ("words", "text", "is_found"),
    [
        ("photo", "Photos need consent", True),
        ("photos", "One photo a term", True),
        ("SHARING", "Do not share it", True),
        ("cafe", "In the café", True),
        ("consent photo", "Photos need consent", True),
        ("consent video", "Photos need consent", False),
        ("oto", "Photos need consent", False),
        ("policies", "This policy", True),
        ("headteacher's", "Ask the headteacher’s office", True),
        ("", "Anything", True),
        ("—", "Anything", True),
    ],
)
def test_a_search_finds_words_by_their_beginning(words: str, text: str, is_found: bool) -> None:
    assert matches(words, text) is is_found


def test_at_first_sight_only_the_first_group_is_open() -> None:
    assert [is_open for _, is_open, _ in groups()] == [True, False]


def test_a_search_leaves_out_groups_without_a_match_and_opens_the_others() -> None:
    assert groups(words="pupil") == [("friends", True, GROUPS[1][2])]
    assert groups(words="lockers") == [("phones", True, GROUPS[0][2][:1])]
    assert groups(words="friends") == [("friends", True, GROUPS[1][2])]
    assert groups(words="nonsense") == []


def test_a_search_that_finds_much_opens_no_more_than_can_be_overseen() -> None:
    many = [(f"Group {place}", str(place), ["phone"] * MOST_FOUND_OPEN) for place in range(3)]
    found = arrange(many, ListRequest(words="phone"), text=str)
    assert [group.is_open for group in found.groups] == [True, False, False]
    assert (found.found, found.total) == (3 * MOST_FOUND_OPEN, 3 * MOST_FOUND_OPEN)


def test_an_item_that_is_named_has_its_group_open() -> None:
    assert [is_open for _, is_open, _ in groups(at=GROUPS[1][2][0])] == [False, True]
    assert [is_open for _, is_open, _ in groups(at="not there")] == [True, False]


def test_everything_opens_when_asked() -> None:
    assert [is_open for _, is_open, _ in groups(opens_all=True)] == [True, True]


def test_a_group_without_items_stays_until_something_is_searched() -> None:
    empty = [("Empty", "empty", ())]
    assert len(arrange(empty, ListRequest(), text=str).groups) == 1
    assert len(arrange(empty, ListRequest(words="x"), text=str).groups) == 0


def test_the_query_of_a_page_is_cut_and_trimmed() -> None:
    assert list_request({"q": "  two   words ", "at": "x", "open": "all"}) == ListRequest(
        "two words", "x", True
    )
    assert len(list_request({"q": "y" * 5000}).words) == 100
    assert list_request({"open": "some"}) == ListRequest()
