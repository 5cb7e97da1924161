"""A draft as detectors see it: its words, what was found among them, and how it is meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from belisha.checking.draft import Observation, PostDraft
from belisha.checking.lexicon import CheckLexicon, word_set
from belisha.checking.name_usage import is_namesake, is_person
from belisha.checking.obfuscation import hidden_words
from belisha.checking.roll import Likeness, NameMatch, SchoolRoll
from belisha.checking.school_names import SchoolNames, named_runs
from belisha.checking.text import Words

Run = tuple[int, int]
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|(?<![\w'])'[^\n]{1,200}?'(?!\w)")
_NEGATION_REACH, _REPORT_REACH = 4, 8
_PLURAL_SELF = frozenset({"we", "us", "our"})


class Scene:
    """One draft under examination. Everything is worked out once, when it is first asked for."""

    def __init__(
        self,
        draft: PostDraft,
        roll: SchoolRoll,
        names: SchoolNames,
        lexicon: CheckLexicon,
        roles: frozenset[str],
    ) -> None:
        self.draft, self.roll, self.names, self.roles = draft, roll, names, roles
        self.words = Words(draft.text)
        self.hits = lexicon.hits(self.words)
        for topic, run in hidden_words(self.words, lexicon):
            self.hits[topic].append(run)
        self.sentences = self.words.sentences

    # ---- who writes

    @property
    def is_staff(self) -> bool:
        """Whether the writer works for the school, or stands with those who do."""
        return bool(self.roles & {"staff", "volunteer", "governor", "contractor"})

    @property
    def is_parent(self) -> bool:
        """Whether the writer is a parent or carer."""
        return "parent" in self.roles

    # ---- what was found

    def runs(self, topic: str, sentence: int | None = None) -> list[Run]:
        """Return the runs of words of a topic, in a sentence or anywhere, without what the school allows."""
        found = self.hits.get(topic, []) if sentence is None else self._sorted(topic).get(sentence, [])
        if self.draft.allowed:
            found = [each for each in found if self.phrase(each) not in self.draft.allowed]
        return found

    def has(self, sentence: int, *topics: str) -> bool:
        """Return whether a sentence has a word of one of these topics."""
        return any(sentence in self._sorted(topic) for topic in topics)

    def anywhere(self, *topics: str) -> bool:
        """Return whether the draft has a word of one of these topics."""
        return any(self.hits.get(topic) for topic in topics)

    def _sorted(self, topic: str) -> dict[int, list[Run]]:
        """Return the runs of a topic by their sentence."""
        known = self._by_sentence.get(topic)
        if known is None:
            known = self._by_sentence[topic] = {}
            for run in self.hits.get(topic, ()):
                known.setdefault(self.sentences[run[0]], []).append(run)
        return known

    @cached_property
    def _by_sentence(self) -> dict[str, dict[int, list[Run]]]:
        return {}

    def phrase(self, run: Run) -> str:
        """Return the plain words of a run."""
        return " ".join(self.words.words[run[0] : run[1] + 1])

    def before(self, place: int, count: int = 1) -> list[str]:
        """Return the words before a place, in the same sentence."""
        sentence = self.sentences[place]
        start = max(0, place - count)
        return [self.words.words[n] for n in range(start, place) if self.sentences[n] == sentence]

    def after(self, place: int, count: int = 1) -> list[str]:
        """Return the words after a place, in the same sentence."""
        sentence = self.sentences[place]
        stop = min(len(self.words.words), place + 1 + count)
        return [self.words.words[n] for n in range(place + 1, stop) if self.sentences[n] == sentence]

    def inside(self, run: Run, topic: str) -> bool:
        """Return whether a run overlaps a phrase of a topic."""
        return any(
            first <= run[1] and run[0] <= last
            for first, last in self._sorted(topic).get(self.sentences[run[0]], ())
        )

    def contains(self, run: Run, topic: str) -> bool:
        """Return whether a run lies within a longer phrase of a topic, or is one itself."""
        return any(
            first <= run[0] and run[1] <= last
            for first, last in self._sorted(topic).get(self.sentences[run[0]], ())
        )

    # ---- the school

    @cached_property
    def names_school(self) -> list[Run]:
        """The runs of words that name the school."""
        return list(dict.fromkeys(named_runs(self.words, self.names, works_there=self.is_staff)))

    def school_names_in(self, sentence: int) -> list[Run]:
        """Return where a sentence names the school."""
        return [run for run in self.school_runs_in(sentence) if run in self._named_runs]

    @cached_property
    def _named_runs(self) -> frozenset[Run]:
        return frozenset(self.names_school)

    @cached_property
    def school_runs(self) -> list[Run]:
        """The runs of words that mean the writer's own school, named or not."""
        found = [run for run in self.runs("school.own") if not self._is_elsewhere(run)]
        found += [run for run in self.runs("school.at") if not self._is_elsewhere(run)]
        return [*self.names_school, *found]

    def school_runs_in(self, sentence: int) -> list[Run]:
        """Return those of a sentence."""
        return list(self._school_runs_by_sentence.get(sentence, ()))

    @cached_property
    def _school_runs_by_sentence(self) -> dict[int, list[Run]]:
        found: dict[int, list[Run]] = {}
        for run in self.school_runs:
            found.setdefault(self.sentences[run[0]], []).append(run)
        return found

    def _is_elsewhere(self, run: Run) -> bool:
        return self.inside(run, "school.elsewhere")

    @cached_property
    def school_sentences(self) -> set[int]:
        """The sentences that speak of the school, its classes, or somebody of it."""
        found = {self.sentences[first] for first, _ in self.school_runs}
        for topic in (
            "people.staff",
            "people.governors",
            "people.pupils",
            "class.named",
            "class.own",
            "event.strong",
        ):
            found |= {
                self.sentences[first]
                for first, last in self.runs(topic)
                if not self._is_elsewhere((first, last))
            }
        return found | {
            self.sentences[each.first] for each in self.matches if each.likeness > Likeness.SURNAME
        }

    @cached_property
    def is_about_school(self) -> bool:
        """Whether the draft anywhere speaks of the school or its people."""
        return bool(self.school_sentences) or self.draft.audience == "school-page"

    def near_school(self, sentence: int) -> bool:
        """Return whether a sentence or one beside it speaks of the school."""
        return any(each in self.school_sentences for each in (sentence - 1, sentence, sentence + 1))

    @cached_property
    def people(self) -> list[NameMatch]:
        """Who of the roll is named where."""
        return [
            replace(each, likeness=Likeness.MISSPELT_FIRST) if is_namesake(self, each) else each
            for each in self.matches
            if each.likeness > Likeness.SURNAME or is_person(self, each)
        ]

    @cached_property
    def _people_by_sentence(self) -> dict[int, list[NameMatch]]:
        found: dict[int, list[NameMatch]] = {}
        for each in self.people:
            found.setdefault(self.sentences[each.first], []).append(each)
        return found

    def people_in(self, *sentences: int, least: Likeness = Likeness.INITIALS) -> list[NameMatch]:
        """Return who is named in some sentences, at least as surely as said."""
        known = self._people_by_sentence
        return [each for near in sentences for each in known.get(near, ()) if each.likeness >= least]

    @cached_property
    def has_several_first_names(self) -> bool:
        """Whether first names of several people stand in the draft."""
        return len({each.people for each in self.matches if each.likeness is Likeness.FIRST}) > 1

    @cached_property
    def matches(self) -> list[NameMatch]:
        """What may be a name of the roll, before it is looked at how it is used."""
        return self.roll.matches(self.words)

    # ---- how it is meant

    @cached_property
    def quotes(self) -> list[Run]:
        """The stretches of words that stand in quotation marks."""
        plain = self.words.source
        if '"' not in plain.plain and "'" not in plain.plain:
            return []
        found = (self.words.between(*plain.span(*quote.span())) for quote in _QUOTED.finditer(plain.plain))
        return [each for each in found if each]

    @cached_property
    def _quote_ends(self) -> dict[int, int]:
        """For each quoted word, the last word of its quotation."""
        return {place: last for first, last in self.quotes for place in range(first, last + 1)}

    def is_quoted(self, run: Run) -> bool:
        """Return whether a run stands in quotation marks."""
        return run[1] <= self._quote_ends.get(run[0], -1)

    def is_negated(self, run: Run) -> bool:
        """Return whether a "not" or "never" reaches a run of words."""
        reach = self.before(run[0], _NEGATION_REACH)
        for back, word in enumerate(reversed(reach)):
            if word in ("but", "only", "just", "because", "so"):
                return False
            if word == "no":
                return back <= 1 or reach[len(reach) - back] in _NO_ONE
            if word in _NOT:
                return True
        return False

    def is_about_self(self, run: Run) -> bool:
        """Return whether somebody says it of themselves ("I am such an idiot")."""
        sentence = self.sentences[run[0]]
        return any(last < run[0] and run[0] - last <= 4 for _, last in self.runs("manner.self", sentence))

    def is_condemned(self, run: Run) -> bool:
        """Return whether it is named to be spoken against, taught or told of, rather than meant."""
        sentence = self.sentences[run[0]]
        condemned = self.has(sentence, "manner.condemned") or any(
            self.has(near, "manner.condemned")
            for near in (sentence - 1, sentence + 1)
            if self.has(sentence, "manner.reported")
        )
        return condemned and (
            self.is_quoted(run) or self._is_reported(run) or self.has(sentence, "manner.condemned")
        )

    def _is_reported(self, run: Run) -> bool:
        sentence = self.sentences[run[0]]
        return any(
            last < run[0] <= last + _REPORT_REACH for _, last in self.runs("manner.reported", sentence)
        )

    def is_of_others(self, run: Run) -> bool:
        """Return whether somebody who is not the writer is said to have said it."""
        sentence = self.sentences[run[0]]
        return any(
            last < run[0] <= last + _REPORT_REACH and not _WRITERS & set(self.before(first, 2))
            for first, last in self.runs("manner.reported", sentence)
        )

    def is_reported(self, run: Run) -> bool:
        """Return whether somebody else is said to have said it."""
        return self.is_quoted(run) or self._is_reported(run)

    def is_fiction(self, run: Run) -> bool:
        """Return whether it is said of a story, a game or a match."""
        sentence = self.sentences[run[0]]
        return any(self.has(each, "manner.fiction") for each in (sentence - 1, sentence, sentence + 1))

    # ---- what detectors return

    def seen(self, kind: str, run: Run, sure: float = 0.9, **more: object) -> Observation:
        """Return an observation about a run of words."""
        start, end = self.words.span(*run)
        return Observation(kind, start, end, sure, **more)  # type: ignore[arg-type]

    def once_a_sentence(self, runs: Iterable[Run]) -> Iterator[Run]:
        """Yield the first run of each sentence."""
        done: set[int] = set()
        for run in sorted(runs):
            if self.sentences[run[0]] not in done:
                done.add(self.sentences[run[0]])
                yield run


_NO_ONE = word_set("people")
_WRITERS = frozenset({"i", "we"})
_NOT = frozenset(
    {"not", "never", "no", "nobody", "none", "neither", "nor", "hardly", "without", "nothing", "cannot"}
)
