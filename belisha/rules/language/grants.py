"""The facts that say what somebody has given: the keys that callers fill.

| grant | facts |
|---|---|
| permission of A | `permission-of-A`, `permission-of-A-written`, `permission-of-A-prior` |
| consent of A | `consent-of-A`, `consent-of-A-written`, `consent-of-A-with-reason`, `consent-of-A-prior` |
| declaration to A | `declared-to-A`, `declared-to-A-on-entry` |
| ... approved by B | `permission-of-B` as well |
| agreement of A | `agreement-of-A`, with the forms of a permission |
| notice to A | `notice-to-A`, `notice-to-A-written`, `notice-to-A-prior` |
| no objection of A | `no-objection-of-A` |
| office of A | `holds-A`; also true where the situation's role is A or lies within it |

A form (`-written`, `-prior`, ...) that is true makes the plain fact true; a plain fact that is false makes
its forms false. Leave of which it is not known whether it was given beforehand is not yet prior leave: it
is asked, and the answer stays "ask first".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from belisha.rules.language.clauses import Grant, GrantKind

PREFIXES = {
    GrantKind.PERMISSION: "permission-of-",
    GrantKind.CONSENT: "consent-of-",
    GrantKind.DECLARATION: "declared-to-",
    GrantKind.OFFICE: "holds-",
    GrantKind.AGREEMENT: "agreement-of-",
    GrantKind.NOTICE: "notice-to-",
    GrantKind.NO_OBJECTION: "no-objection-of-",
}
FORMS = ("written", "with-reason", "on-entry", "prior")


@dataclass(frozen=True, slots=True)
class GrantFact:
    """One such fact: what kind, whose, and in which form (empty: in any)."""

    kind: GrantKind
    who: str
    form: str = ""

    @property
    def key(self) -> str:
        """The name of the fact: `permission-of-headteacher-written`."""
        plain = PREFIXES[self.kind] + self.who
        return f"{plain}-{self.form}" if self.form else plain

    @property
    def plain(self) -> "GrantFact":
        """The same in any form."""
        return GrantFact(self.kind, self.who)


def permission(of: str, form: str = "") -> str:
    """Return `permission-of-headteacher`; `form` may be "written" or "prior"."""
    return GrantFact(GrantKind.PERMISSION, of, form).key


def consent(of: str, form: str = "") -> str:
    """Return `consent-of-parent`; `form` may be "written", "with-reason" or "prior"."""
    return GrantFact(GrantKind.CONSENT, of, form).key


def declared(to: str, form: str = "") -> str:
    """Return `declared-to-slt`; `form` may be "on-entry"."""
    return GrantFact(GrantKind.DECLARATION, to, form).key


def holds(office: str) -> str:
    """Return `holds-designated-person`."""
    return GrantFact(GrantKind.OFFICE, office).key


def parse(key: str) -> GrantFact | None:
    """Return the grant fact of this name, or None where the name is not one."""
    for kind, prefix in PREFIXES.items():
        if key.startswith(prefix):
            rest = key.removeprefix(prefix)
            for form in FORMS:
                if rest.endswith(f"-{form}"):
                    return GrantFact(kind, rest.removesuffix(f"-{form}"), form)
            return GrantFact(kind, rest)
    return None


def forms(grant: Grant) -> tuple[str, ...]:
    """Return the forms that a grant must have, without `prior`."""
    asked = {"written": grant.written, "with-reason": grant.with_reason, "on-entry": grant.on_entry}
    return tuple(form for form, wanted in asked.items() if wanted)


def facts_of(grant: Grant) -> Iterator[GrantFact]:
    """Yield every fact that a grant may turn on, in all its forms."""
    for who in grant.of:
        yield GrantFact(grant.kind, who)
        for form in forms(grant):
            yield GrantFact(grant.kind, who, form)
        if grant.prior:
            yield GrantFact(grant.kind, who, "prior")
    for who in grant.approved_by:
        yield GrantFact(GrantKind.PERMISSION, who)


def all_forms(keys: Iterable[str]) -> tuple[str, ...]:
    """Return these facts, and for each that is of a grant the same in every form."""
    found = dict.fromkeys(keys)
    for fact in filter(None, map(parse, tuple(found))):
        if fact.kind is not GrantKind.OFFICE:
            found.update(dict.fromkeys(GrantFact(fact.kind, fact.who, form).key for form in ("", *FORMS)))
    return tuple(found)
