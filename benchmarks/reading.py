"""Measure reading: seconds for a document of twenty pages, and what a folder of documents takes.

python benchmarks/reading.py [--cpu] [FOLDER]

Makes a Markdown document of about twenty pages, reads it and maps it to a policy, and prints the time (with
--cpu, the processor's own, for a busy machine) and the memory. With a folder, reads each document in it and
prints its words, its clauses and the time.
"""

import sys
from itertools import islice, product
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, process_time

from belisha.drafting.imported.policy import policy_of
from belisha.reading.read import read
from belisha.reading.values import DocumentError

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
