"""How often policies that were imported answer as their school's policy does, before and after a review.

The document of each of the five policies that ship is imported and asked, without a hand on it, what people
ask of its school. Then the clauses that the import is unsure of are settled, each as the policy that ships
reads the same line, and the questions are asked again. The document is the policy's own words as they ship,
or the file of a folder that names the school. An answer is right if its verdict is, and if it cites a line
that it should. What the policies that ship say helps to find actions, so other schools' documents fare worse.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from belisha.asking.asking import Answer, ask
from belisha.asking.entities import named_role
from belisha.asking.vectors import vectors_of
from belisha.drafting.imported.mapping import MappedClause
from belisha.drafting.imported.policy import ImportedPolicy, policy_of
from belisha.reading.read import read
from belisha.reading.values import UNSURE
from belisha.rules.contradictions import contradictions
from belisha.rules.language.clauses import Clause, Rule
from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import library_slugs, load_policy
from belisha.rules.ruling import GroundStanding
from belisha.rules.vocabulary.loading import load_vocabulary

QUESTIONS = Path(__file__).parent / "questions"
FILES = tuple(QUESTIONS / f"{name}.tsv" for name in ("tuning", "held-out", "held-out-loose"))


@dataclass(frozen=True)
class Imported:
    """A policy as it was imported, and as it is once its unsure clauses are settled."""

    slug: str
    found: ImportedPolicy
    settled: Policy
    unsure: int
    lines: dict[int, frozenset[str]]

    def cited(self, answer: Answer) -> set[str]:
        """Return the lines of the original that an answer cites."""
        said = [each.cites for each in answer.ruling.grounds if each.standing is not GroundStanding.NOT_MET]
        said += [each.cites for each in answer.ruling.duties]
        return {line for cites in said for cite in cites for line in self.lines.get(_line(cite), ())}


def measure(folder: Path | None, files: Sequence[Path]) -> None:
    """Print how often the imported policies answer rightly, for each file of questions."""
    policies = {slug: _imported(slug, *_document(slug, folder)) for slug in library_slugs()}
    for each in policies.values():
        rules = sum(isinstance(mapped.clause, Rule) for mapped in each.found.mapped)
        print(f"{each.slug}: {len(each.found.mapped)} clauses, {rules} of them rules, {each.unsure} unsure")
    for file in files or FILES:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        for words, policy in (("as imported", _as_found), ("unsure ones settled", _as_settled)):
            right = [_is_right(row, policies[row["policy"]], policy) for row in rows]
            verdict, cite = (100 * sum(each) / len(rows) for each in zip(*right, strict=True))
            both = 100 * sum(all(each) for each in right) / len(rows)
            print(
                f"{file.name}, {len(rows)} questions, {words}: "
                f"verdict {verdict:.1f}, citation {cite:.1f}, both {both:.1f}"
            )


def _as_found(imported: Imported) -> Policy:
    return imported.found.policy


def _as_settled(imported: Imported) -> Policy:
    return imported.settled


def _is_right(
    row: dict[str, str], imported: Imported, policy: Callable[[Imported], Policy]
) -> tuple[bool, bool]:
    """Return whether the verdict and a clause cited are right."""
    role = named_role(row["role"], load_vocabulary())
    if role is None:
        message = f"`{row['role']}` is not a role that Belisha knows"
        raise SystemExit(message)
    answer = ask(policy(imported), row["question"], role=role)
    wanted = {str(_line(cite)) for cite in (row["cites"] or "").split()}
    is_cited = not wanted or not wanted.isdisjoint(imported.cited(answer))
    return answer.ruling.verdict.value in row["verdicts"].split("|"), is_cited


def _document(slug: str, folder: Path | None) -> tuple[bytes, dict[int, frozenset[str]]]:
    """Return a policy's document, and of each of its lines those of the original that it says."""
    policy = load_policy(slug)
    if folder is not None:
        names = [each.read_text(encoding="utf-8") for each in sorted(folder.iterdir()) if each.is_file()]
        words = policy.control.school.rsplit(" ", 1)[0]
        text = max(names, key=lambda each: each.count(words))
        return text.encode(), {at: frozenset([str(at)]) for at in range(1, text.count("\n") + 2)}
    return _own_words(policy)


def _own_words(policy: Policy) -> tuple[bytes, dict[int, frozenset[str]]]:
    """Return the words of a policy alone, without its machine reading, and of each line what it cites."""
    lines, cites, section = [f"# {policy.control.title}", ""], dict[int, frozenset[str]](), ""
    for clause in policy.clauses:
        if clause.section != section:
            section = clause.section
            lines += [f"## {section}", ""]
        lines += [f"### {clause.title}", ""]
        for passage in clause.text.splitlines():
            lines.append(passage)
            cites[len(lines)] = frozenset(str(_line(cite)) for cite in clause.cites)
        lines.append("")
    return "\n".join(lines).encode(), cites


def _line(cite: str) -> int:
    """Return the line that a citation names: 70 of "K70a"."""
    found = re.search(r"\d+", cite)
    return int(found[0]) if found else 0


def _imported(slug: str, data: bytes, lines: dict[int, frozenset[str]]) -> Imported:
    found = policy_of(read(data, f"{slug}.md"), name=f"{slug}.md")
    unsure = [each for each in found.mapped if each.confidence < UNSURE]
    settled = dict(_settled(found.mapped, load_policy(slug), lines))
    changed = {each.clause.id: settled.get(each.clause.id, each.clause) for each in unsure}
    clauses = tuple(changed.get(clause.id, clause) for clause in found.policy.clauses)
    whole = replace(found.policy, clauses=clauses)
    while opposed := contradictions(whole, load_vocabulary()):
        # Whoever settles is told of a contradiction, and takes out the clause that was not settled.
        names = {each.id for pair in opposed for each in pair.clauses}
        out = names - changed.keys() or names
        whole = replace(whole, clauses=tuple(each for each in whole.clauses if each.id not in out))
    return Imported(slug, found, whole, len(unsure), lines)


def _settled(
    mapped: Sequence[MappedClause], policy: Policy, lines: dict[int, frozenset[str]]
) -> Iterator[tuple[str, Clause]]:
    """Yield each imported clause as the policy that ships reads the same line, the likest first."""
    stated: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        for line in {str(_line(cite)) for cite in clause.cites}:
            stated.setdefault(line, []).append(clause)
    texts = [each.clause.text for each in mapped] + [each.text for each in policy.clauses]
    vectors = dict(zip(texts, vectors_of(texts), strict=True))
    pairs = []
    for found in mapped:
        places = lines.get(_line(found.clause.cites[0]), frozenset())
        clauses = {each.id: each for line in places for each in stated.get(line, ())}
        pairs += [
            (float(vectors[found.clause.text] @ vectors[each.text]), found.clause, each)
            for each in clauses.values()
        ]
    taken, done = set[str](), set[str]()
    for once, (_, clause, said) in product((True, False), sorted(pairs, key=lambda each: -each[0])):
        if clause.id in done or (once and said.id in taken):
            continue
        taken.add(said.id)
        done.add(clause.id)
        yield (
            clause.id,
            replace(
                said,
                id=clause.id,
                title=clause.title,
                text=clause.text,
                section=clause.section,
                cites=clause.cites,
            ),
        )
