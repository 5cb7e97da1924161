"""Words of a school's own that its policy does not use."""

from collections.abc import Iterator

from belisha.rules.linting.findings import LintFinding, Severity
from belisha.rules.linting.lint_context import LintContext
from belisha.rules.vocabulary.loading import SHARED, WORD_TABLES, default_vocabulary, wider
from belisha.rules.vocabulary.tables import is_awake

ONE_OF = {
    "roles": "role",
    "actions": "action",
    "facts": "fact",
    "platforms": "platform",
    "parties": "outside body",
    "registers": "register",
}


def check(context: LintContext) -> Iterator[LintFinding]:
    """Yield each word given beside the site's own that no clause uses, itself or a narrower one."""
    usual = default_vocabulary()
    if context.policy is None or context.vocabulary is usual:
        return
    used = context.policy.used_words
    for table in WORD_TABLES:
        words = getattr(context.vocabulary, table)
        reached = {
            wide
            for word in used.intersection(words)
            for wide in (wider(words, word) if table in SHARED else (word,))
        }
        for word in words:
            if not is_awake(getattr(usual, table), word) and word not in reached:
                yield LintFinding(
                    "unused-words",
                    Severity.NOTICE,
                    f"No clause uses the {ONE_OF[table]} `{word}` of your own words.",
                    f"`[{table}.{word}]`",
                    "Use it in a clause, or take it out of the file of words.",
                    word,
                )
