"""Names: everybody on the roll, and people who are named as staff usually are."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.name_usage import has_context, is_namesake
from belisha.checking.names import common_names
from belisha.checking.roll import Likeness, NameMatch
from belisha.checking.scene import Scene

_KINDS = {
    "pupil": "names-pupil",
    "parent": "names-parent",
    "carer": "names-parent",
    "governor": "names-governor",
}
_SURE = {
    Likeness.FULL: 0.95, Likeness.TITLE: 0.92, Likeness.MISSPELT_FULL: 0.82, Likeness.SURNAME: 0.75,
    Likeness.FIRST: 0.85, Likeness.MISSPELT_FIRST: 0.6, Likeness.INITIALS: 0.78,
}  # fmt: skip
_SINGLE = (Likeness.FIRST, Likeness.MISSPELT_FIRST, Likeness.SURNAME)
_NAMESAKE, _OWN_CHILD = 0.45, 0.45


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield each person who is named."""
    for match in scene.people:
        if not _is_a_mere_word(scene, match):
            yield _named(scene, match)
    yield from _by_title(scene)


def _is_a_mere_word(scene: Scene, match: NameMatch) -> bool:
    """Return whether a single word or a name of the stage has nothing beside it that speaks of the school."""
    if match.likeness not in _SINGLE or has_context(scene, match) or _is_own(scene, match):
        return False
    run = (match.first, match.last)
    return scene.phrase(run) in common_names() or scene.is_fiction(run)


def _named(scene: Scene, match: NameMatch) -> Observation:
    people = [scene.roll.people[number] for number in match.people]
    sure, question, run = _SURE[match.likeness], "", (match.first, match.last)
    who = " or ".join(dict.fromkeys(each.name for each in people))
    if len(people) > 1:
        question = f"Do you mean one of these: {who}?"
    is_single = match.likeness in _SINGLE
    of_others = is_namesake(scene, match) or scene.is_fiction(run)
    if is_single and (of_others or not has_context(scene, match)):
        sure, question = _NAMESAKE, f"Do you mean {who}, of the school?"
    if _is_own(scene, match):
        question = f"Is {who} your own child?"
        return scene.seen(
            kind_of(people[0].role), run, _OWN_CHILD, question=question, whom=who, if_yes=0.4, if_no=0.9
        )
    return scene.seen(kind_of(people[0].role), run, sure, question=question, whom=who)


def kind_of(role: str) -> str:
    """Return the kind of observation for somebody with a role on the roll."""
    return _KINDS.get(role.casefold(), "names-staff")


def _is_own(scene: Scene, match: NameMatch) -> bool:
    before = scene.before(match.first, 4)
    if before[-1:] in (["my"], ["our"]):
        return not scene.is_staff or scene.is_parent or before[-1:] == ["my"]
    sentence = scene.sentences[match.first]
    return any(0 < match.first - last <= 3 for _, last in scene.runs("people.own_child", sentence))


_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr"})


def _by_title(scene: Scene) -> Iterator[Observation]:
    """Yield people with a title who are not on the roll ("Mrs Adeyemi"), by the shape alone."""
    words = scene.words
    taken = {place for each in scene.people for place in range(each.first, each.last + 1)}
    for place, word in enumerate(words.words[:-1]):
        following = place + 1
        if word not in _TITLES or not (words.capital[place] and words.capital[following]):
            continue
        if following in taken or scene.sentences[place] != scene.sentences[following]:
            continue
        near = scene.near_school(scene.sentences[place]) or scene.draft.audience in ("school-page", "parents")
        sure = (0.55 if scene.roll.people else 0.76) if near else 0.3
        yield scene.seen(
            "names-staff",
            (place, following),
            sure,
            question=f"Does {_written(scene, place)} work at the school?",
        )
    if not scene.roll.people:
        yield from _by_shape(scene)


def _by_shape(scene: Scene) -> Iterator[Observation]:
    """Yield two words in a row with capitals beside words of the classroom, where there is no roll."""
    words = scene.words
    for place in range(len(words.words) - 1):
        sentence = scene.sentences[place]
        pair = words.capital[place] and words.capital[place + 1] and sentence == scene.sentences[place + 1]
        if (
            not pair
            or words.words[place] in _TITLES
            or (words.opens[place] and words.words[place] in _OPENERS)
        ):
            continue
        named = any(first <= place <= last for first, last in scene.names_school)
        if not named and scene.has(sentence, "class.named", "class.own", "people.pupils", "event.strong"):
            question = f"Is “{_written(scene, place)}” the name of a pupil?"
            yield scene.seen("names-pupil", (place, place + 1), 0.55, question=question)


def _written(scene: Scene, place: int) -> str:
    """Return two words as they are written in the draft."""
    start, end = scene.words.span(place, place + 1)
    return " ".join(scene.words.text[start:end].split())


_OPENERS = frozenset({"well", "the", "our", "my", "so", "what", "happy", "good", "great", "year", "class"})
