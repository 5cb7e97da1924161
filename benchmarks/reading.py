"""Measure reading: seconds for a document of twenty pages, and what a folder of documents takes.

python benchmarks/reading.py [--cpu] [FOLDER]
python benchmarks/reading.py --quality
python benchmarks/reading.py --peers
python benchmarks/reading.py --answers [FOLDER] [QUESTIONS.tsv ...]

Makes a Markdown document of about twenty pages, reads it and maps it to a policy, and prints the time (with
--cpu, the processor's own, for a busy machine) and the memory. With a folder, reads each document in it and
prints its words, its clauses and the time. With --quality, prints how many of the clauses in
`benchmarks/documents` are found (F1), and how often force and people are right where a clause is: people if
one of those that are meant is named. With --peers, reads the same pages as PDF and as DOCX beside pypdf and
docx2python, where they are installed. With --answers, imports the documents of the five policies that ship
(their own words, or the file of a folder that names the school), and prints how many questions they answer as
their school's policy does, without a hand on them and once the unsure clauses are settled.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from itertools import islice, product
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, process_time

from _imported_answers import measure

from belisha.drafting.imported.policy import policy_of
from belisha.reading.read import read
from belisha.reading.values import DocumentError, ProposedClause

DOCUMENTS = Path(__file__).with_name("documents")
PAGES, WORDS_A_PAGE, ROUNDS = 20, 360, 5
WHO = ("Staff", "Teachers", "Volunteers", "Parents", "Pupils", "Governors", "Coaches", "Visitors", "The head")
FORCE = ("must", "must not", "should", "should not", "may", "will", "are expected to")
WHAT = (
    "accept friend requests from pupils",
    "post photographs of a school trip on a public page",
    "reply to a comment that insults a member of staff",
    "use a phone while children are in the room",
    "share a password with a colleague",
    "tell the designated safeguarding lead about a message that worries them",
    "keep a record of what was seen online",
    "name the school in a personal profile",
    "message a pupil from a private account",
    "ask for consent before a film is made",
    "check the privacy settings of an account",
    "take part in training about life online",
)
WHEN = ("", " in the autumn term", " unless the headteacher has agreed in writing", " when on a visit")


def document() -> str:
    """Return a Markdown policy of about twenty pages; no two of its sentences are alike."""
    sentences = (
        f"{who} {force} {what}{when}"
        for what, when, force, who in product(WHAT, WHEN, FORCE, WHO)
        if not (who == "The head" and force == "are expected to")
    )
    parts, words, number = ["# Social media policy\n"], 0, 0
    while words < PAGES * WORDS_A_PAGE:
        number += 1
        said = [f"{each}, as part {number} says" for each in islice(sentences, 6)]
        aims = f"Part {number} is about life online in year {number}. It was written with the school council."
        section = f"""## Part {number}\n\n{aims}\n\n{said[0]}. {said[1]}.\n
On a visit in week {number}, volunteers must:\n
- keep the phone of group {number} in a bag;\n- tell the leader of group {number} if a parent films.\n
{said[2]}. {said[3]}.\n\n- {said[4]}.\n- {said[5]}.\n"""
        words += len(section.split())
        parts.append(section)
    return "\n".join(parts)


def main() -> None:
    if "--quality" in sys.argv:
        quality()
        return
    if "--peers" in sys.argv:
        from _reading_peers import print_beside_peers  # noqa: PLC0415 - what makes PDF takes memory

        print_beside_peers(document(), PAGES)
        return
    if "--answers" in sys.argv:
        given = [Path(each) for each in sys.argv[1:] if not each.startswith("-")]
        folders = [each for each in given if each.is_dir()]
        measure(folders[0] if folders else None, [each for each in given if each.is_file()])
        return
    data = document().encode()
    clock = process_time if "--cpu" in sys.argv else perf_counter
    times = []
    for _ in range(ROUNDS):
        began = clock()
        found = read(data, "policy.md")
        times.append(clock() - began)
    began = clock()
    warm_up()
    warmed = clock() - began
    began = clock()
    policy_of(found, name="policy.md")
    mapped = clock() - began
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{found.document.words_in} words, {len(found.clauses)} clauses: read in {times[0]:.2f} s, again in"
    )
    again = median(times) * 1000
    print(f"{again:.0f} ms, mapped in {mapped:.2f} s, after {warmed:.2f} s once a process; {memory} MB")
    folders = [each for each in sys.argv[1:] if not each.startswith("-")]
    for path in sorted(Path(folders[0]).iterdir()) if folders else ():
        if path.is_file():
            _print(path)


def quality() -> None:
    """Print the scores of the documents of our own, one by one and together."""
    sums = [0] * 5
    for gold in sorted(DOCUMENTS.glob("*.gold")):
        path = gold.with_suffix("")
        counts = _scored(gold, read(path.read_bytes(), path.name).clauses)
        sums = [before + more for before, more in zip(sums, counts, strict=True)]
        print(f"{path.name}: {_told(counts)}")
    print(f"together: {_told(sums)}")


def _scored(gold: Path, found: Sequence[ProposedClause]) -> list[int]:
    """Return how many clauses are wanted, found, matched, and matched with the right force and people."""
    wanted = [line.split("|", 2) for line in gold.read_text(encoding="utf-8").splitlines() if line]
    pairs = sorted(
        ((_likeness(text, each.text), place, at) for place, (_, _, text) in enumerate(wanted)
         for at, each in enumerate(found)),
        reverse=True,
    )  # fmt: skip
    of_wanted: dict[int, int] = {}
    for likeness, place, at in pairs:
        if likeness and place not in of_wanted and at not in of_wanted.values():
            of_wanted[place] = at
    force = sum(found[at].modality in wanted[place][0].split(",") for place, at in of_wanted.items())
    people = sum(
        not wanted[place][1] or not _people(found[at].actors).isdisjoint(_people(wanted[place][1].split(",")))
        for place, at in of_wanted.items()
    )
    return [len(wanted), len(found), len(of_wanted), force, people]


def _likeness(wanted: str, found: str) -> float:
    """Return how much of the shorter text's words the other has; nothing below six in ten."""
    one, other = _words(wanted), _words(found)
    if not one or not other:
        return 0.0
    if " ".join(one) in " ".join(other):
        return 1 + len(one) / len(other)
    shared = len({*one} & {*other}) / min(len({*one}), len({*other}))
    return shared if shared >= 0.6 and len(other) >= 0.4 * len(one) else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def _people(words: Iterable[str]) -> set[str]:
    """Return the people named, each in the singular."""
    return {word.strip().lower().removesuffix("s") for word in words if word.strip()}


def _told(counts: Sequence[int]) -> str:
    wanted, found, matched, force, people = counts
    f1 = 2 * matched / ((wanted + found) or 1)
    of = matched or 1
    return f"{wanted} clauses, F1 {f1:.3f}, force {force / of:.3f}, people {people / of:.3f}"


def warm_up() -> None:
    """Load what a server has loaded before anybody brings a document: vocabulary, model, known phrases."""
    policy_of(read(b"Staff must not accept friends.", "a.md"), name="a.md")


def _print(path: Path) -> None:
    began = perf_counter()
    try:
        found = read(path.read_bytes(), path.name)
    except DocumentError as error:
        print(f"{path.name}: {error}")
        return
    took = (perf_counter() - began) * 1000
    print(f"{path.name}: {found.document.words_in} words, {len(found.clauses)} clauses, {took:.0f} ms")


if __name__ == "__main__":
    main()
