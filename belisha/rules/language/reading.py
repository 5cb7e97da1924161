"""Reads a policy file: from text to typed values, or every mistake in it at once."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from belisha.rules.errors import Mistake, Mistakes, PolicyError
from belisha.rules.language.clauses import Clause, Procedure, Rule
from belisha.rules.language.fields import KIND_OF
from belisha.rules.language.lines import WITH_ID, Block, FieldLine, split_file
from belisha.rules.language.policy import LeadIn, Policy
from belisha.rules.language.reading_clauses import LEADING, read_clause, read_lead_in
from belisha.rules.language.reading_control import read_control
from belisha.rules.language.reading_words import Reader
from belisha.rules.nearest import did_you_mean
from belisha.rules.vocabulary.loading import default_vocabulary
from belisha.rules.vocabulary.words import Vocabulary

POLICIES, MODELS = "policies", "model-policies"


def read_policy(text: str, *, name: str = "policy.md", vocabulary: Vocabulary | None = None) -> Policy:
    """Return the policy that `text` states, in words of `vocabulary` (None: the shipped one).

    `name` is the file's name in mistakes. Raise PolicyError with every mistake of the file.
    """
    mistakes = Mistakes(name)
    reader = Reader(vocabulary or default_vocabulary(), mistakes)
    front, blocks = split_file(text, mistakes)
    control = read_control(reader, front)
    introduction, body = _opening(blocks, control.title, mistakes)
    sections: dict[str, int] = {}
    lead_ins: dict[str, LeadIn] = {}
    clauses: list[tuple[Clause | None, Block]] = []
    for block in body:
        if block.level == 2:
            _open_section(block, sections, mistakes)
            if lead_in := read_lead_in(reader, block):
                lead_ins.setdefault(lead_in.section, lead_in)
        else:
            section = next(reversed(sections), "")
            clauses.append((read_clause(reader, block, section, lead_ins.get(section)), block))
    _check_ids(clauses, mistakes)
    if mistakes.found:
        raise PolicyError(mistakes.found)
    found = tuple(clause for clause, _ in clauses if clause)
    return Policy(control, found, introduction, tuple(sections), tuple(lead_ins.values()))


def load_policy(path: Path | str, *, vocabulary: Vocabulary | None = None) -> Policy:
    """Return the policy in a file, or a shipped one by its slug (`load_policy("grange")`).

    Raise PolicyError with every mistake of the file, LookupError for a slug that does not ship,
    OSError where the file cannot be read.
    """
    source: Traversable = Path(path)
    if isinstance(path, str) and "/" not in path and not path.endswith(".md"):
        source = _shipped(path)
    try:
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PolicyError([Mistake(source.name, 0, f"this is not UTF-8 text: {error.reason}")]) from error
    return read_policy(text, name=source.name, vocabulary=vocabulary)


def library_slugs() -> tuple[str, ...]:
    """Return the slugs of the schools' policies that ship, in alphabetical order."""
    return _slugs(POLICIES)


def model_slugs() -> tuple[str, ...]:
    """Return the slugs of our own models, which no school has: to start from, in alphabetical order."""
    return _slugs(MODELS)


def shipped_slugs() -> tuple[str, ...]:
    """Return the slugs of all policies and models that ship, policies first."""
    return (*library_slugs(), *model_slugs())


def shipped_text(slug: str) -> str:
    """Return the file of a policy or a model that ships. Raise LookupError for any other slug."""
    return _shipped(slug).read_text(encoding="utf-8")


def _slugs(folder: str) -> tuple[str, ...]:
    shipped = (each.name for each in _library(folder).iterdir() if each.name.endswith(".md"))
    return tuple(sorted(name.removesuffix(".md") for name in shipped))


def _shipped(slug: str) -> Traversable:
    for folder in (POLICIES, MODELS):
        if slug in _slugs(folder):
            return _library(folder).joinpath(f"{slug}.md")
    near = did_you_mean(slug, shipped_slugs())
    raise LookupError(f"`{slug}` is not a policy that ships{near}")


def _library(folder: str) -> Traversable:
    return files("belisha").joinpath("library", folder)


def _opening(blocks: tuple[Block, ...], title: str, mistakes: Mistakes) -> tuple[str, tuple[Block, ...]]:
    """Return the introduction under the title, and the blocks after it."""
    before, *rest = blocks
    _no_prose(before, "above the title", mistakes)
    _no_fields(before.fields, mistakes)
    if not rest or rest[0].level != 1:
        mistakes.add(before.line, f"the first heading must be the title: `# {title}`")
        return "", tuple(rest)
    if title and rest[0].heading != title:
        mistakes.add(
            rest[0].line, f"`{rest[0].heading}` is not the title of the front matter; expected `# {title}`"
        )
    for block in rest[1:]:
        if block.level == 1:
            mistakes.add(block.line, f"`{block.heading}` is a second title; a section begins with `##`")
    _no_fields(rest[0].fields, mistakes)
    return rest[0].prose, tuple(block for block in rest[1:] if block.level > 1)


def _open_section(block: Block, sections: dict[str, int], mistakes: Mistakes) -> None:
    if not block.heading:
        mistakes.add(block.line, "the section has no title after `##`")
    if block.heading in sections:
        mistakes.add(block.line, f"`{block.heading}` is also the section on line {sections[block.heading]}")
    _no_prose(block, "in a section and in no clause", mistakes)
    if WITH_ID.fullmatch(block.heading) and any(field.name not in LEADING for field in block.fields):
        mistakes.add(block.line, f"`{block.heading}` looks like a clause; its heading begins with `###`")
    sections.setdefault(block.heading, block.line)


def _no_prose(block: Block, where: str, mistakes: Mistakes) -> None:
    if block.prose:
        start = " ".join(block.prose.split())[:40]
        advice = "make it a clause, or put it under the title"
        mistakes.add(block.line, f"`{start}` stands {where}; {advice}")


def _no_fields(fields: Iterable[FieldLine], mistakes: Mistakes) -> None:
    for field in fields:
        mistakes.add(
            field.line, f"`{field.name}` stands outside a clause; a clause begins with `### Title {{#an-id}}`"
        )


def _check_ids(clauses: Iterable[tuple[Clause | None, Block]], mistakes: Mistakes) -> None:
    """Note ids that stand twice, and references to what is no rule of this policy."""
    clauses = tuple(clauses)
    known: dict[str, Clause | None] = {}
    lines: dict[str, int] = {}
    for clause, block in clauses:
        found = WITH_ID.fullmatch(block.heading)
        if found and found[2] in known:
            mistakes.add(block.line, f"`{found[2]}` is also the id of the clause on line {lines[found[2]]}")
        elif found:
            known[found[2]], lines[found[2]] = clause, block.line
    rules = [each for each, clause in known.items() if isinstance(clause, Rule)]
    for clause, block in clauses:
        for name, ids in _references(clause):
            lines_of = (field.line for field in block.fields if field.name == name)
            line = next(lines_of, block.line)
            for each in ids:
                if clause is not None and each == clause.id:
                    mistakes.add(line, f"`{each}` is the clause itself; `{name}` names another")
                else:
                    _check_reference(name, each, known, rules, line, mistakes)


def _references(clause: Clause | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the rules that a clause refers to, by the field that names them."""
    if isinstance(clause, Procedure):
        yield "steps", clause.steps
        for option in clause.options:
            yield "option", option.steps
    elif isinstance(clause, Rule):
        yield from (
            ("exception to", clause.exception_to),
            ("despite", clause.despite),
            ("as", clause.same_as),
        )


def _check_reference(
    field: str, named: str, known: dict[str, Clause | None], rules: list[str], line: int, mistakes: Mistakes
) -> None:
    what = f"the step `{named}`" if field == "steps" else f"`{named}`"
    if named not in known:
        mistakes.add(line, f"{what} is not a clause of this policy{did_you_mean(named, rules)}")
    elif (clause := known[named]) is not None and not isinstance(clause, Rule):
        kind = KIND_OF[type(clause)].name
        mistakes.add(line, f"{what} is a clause of another kind ({kind}); expected a rule")
