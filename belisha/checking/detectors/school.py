"""The school: its name, what belongs to it, who works there, names of accounts."""

from collections.abc import Iterator

from belisha.checking.draft import Observation
from belisha.checking.scene import Scene

_SCHOOLS = frozenset({"school", "schools", "primary", "academy", "infants", "juniors"})
_MATERIAL = frozenset({"logo", "badge", "crest", "letterhead", "newsletter", "prospectus", "emblem", "motto"})
_WEAR = frozenset({"uniform", "jumper", "sweatshirt", "cardigan", "hoodie", "tie", "blazer"})
_WORN = frozenset({"wearing", "wear", "wore", "showing", "photo", "picture", "pic", "selfie"})


def detect(scene: Scene) -> Iterator[Observation]:
    """Yield where the school is named or meant, and where the writer says that they work there."""
    is_official = scene.draft.audience == "school-page"
    for run in scene.once_a_sentence(scene.names_school):
        yield scene.seen("names-school", run, 0.45 if is_official else 0.95)
    yield from _meant(scene, is_official=is_official)
    yield from _material(scene)
    yield from _employer(scene)
    yield from _profile(scene)


def _meant(scene: Scene, *, is_official: bool) -> Iterator[Observation]:
    own = [run for run in scene.runs("school.own") if not scene.inside(run, "school.elsewhere")]
    at = [run for run in scene.runs("school.at") if not scene.inside(run, "school.elsewhere")]
    for run in scene.once_a_sentence(own):
        yield scene.seen("mentions-school", run, 0.45 if is_official else 0.85)
    for run in scene.once_a_sentence(at):
        if not scene.has(scene.sentences[run[0]], "school.own"):
            yield scene.seen("mentions-school", run, 0.45 if is_official else 0.76)


def _material(scene: Scene) -> Iterator[Observation]:
    for place, word in enumerate(scene.words.words):
        if word not in _MATERIAL and word not in _WEAR:
            continue
        sentence = scene.sentences[place]
        near = sentence in scene.school_sentences or "school" in scene.before(place, 2)
        if word in _MATERIAL and near:
            yield scene.seen("uses-school-material", (place, place), 0.8)
        elif word in _WEAR and near and scene.words.different & _WORN:
            yield scene.seen("uses-school-material", (place, place), 0.6)


def _employer(scene: Scene) -> Iterator[Observation]:
    named = scene.names_school
    for run in scene.once_a_sentence(scene.runs("school.work")):
        sentence = scene.sentences[run[0]]
        names_it = any(0 < first - run[1] <= 4 for first, _ in scene.school_names_in(sentence))
        means_it = any(0 < first - run[1] <= 3 for first, _ in scene.runs("school.own", sentence))
        if names_it or means_it:
            yield scene.seen("says-employer", run, 0.9 if names_it else 0.6)
    for first, last in named:
        before = scene.before(first, 5)
        after = scene.after(last, 4)
        if (
            set(before) & {"teach", "teaches", "colleagues", "employer", "staff"}
            and scene.draft.role != "parent"
        ):
            yield scene.seen("says-employer", (first, last), 0.8)
        elif {"where", "i"} <= set(after) and set(after) & {"work", "teach", "volunteer"}:
            yield scene.seen("says-employer", (first, last), 0.9)
    if scene.is_staff:
        for run in scene.once_a_sentence(scene.runs("school.profession")):
            yield scene.seen("says-profession", run, 0.8)


def _profile(scene: Scene) -> Iterator[Observation]:
    if scene.anywhere("alias.profile"):
        for first, last in scene.names_school:
            near = scene.sentences[first]
            if any(scene.has(each, "alias.profile") for each in (near - 1, near)):
                yield scene.seen("school-in-profile", (first, last), 0.88)
        yield from _tags(scene)
        yield from _any_school(scene)
    for run in scene.once_a_sentence(scene.runs("alias.school_email")):
        if scene.has(scene.sentences[run[0]], "alias.signed_up"):
            yield scene.seen("school-email-used", run, 0.85)


def _any_school(scene: Scene) -> Iterator[Observation]:
    """Yield a school in the name of an account, where the policy does not name the school."""
    if scene.names.whole:
        return
    for run in scene.runs("alias.profile"):
        for place in range(run[1] + 1, min(run[1] + 8, len(scene.words.words))):
            if scene.words.words[place] in _SCHOOLS and scene.sentences[place] == scene.sentences[run[0]]:
                yield scene.seen("school-in-profile", (run[1] + 1, place), 0.82)
                break


def _tags(scene: Scene) -> Iterator[Observation]:
    """Yield handles and names of accounts that hold the word school, or the name of one's own."""
    words = scene.words
    taken = {place for first, last in scene.names_school for place in range(first, last + 1)}
    for place, word in enumerate(words.words):
        is_tag = words.starts[place] > 0 and words.text[words.starts[place] - 1] in "@#"
        holds = any(core.replace(" ", "") in word for core in scene.names.cores) or (
            is_tag and "school" in word
        )
        if holds and len(word) > 5 and place not in taken:
            yield scene.seen("school-in-profile", (place, place), 0.8)
