"""The operations of the interface for other systems: one table, from which addresses are documented."""

from collections.abc import Callable
from dataclasses import dataclass

from belisha.connections.api import schemas
from belisha.connections.api.schemas import Schema
from belisha.people.accounts.access_tokens import TokenScope


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that another system can do. `name` is that of its address, `sent` the schema of its body."""

    name: str
    method: str
    scope: TokenScope
    summary: str
    about: str
    given: Schema
    sent: Callable[[], Schema] | None = None


OPERATIONS = (
    Operation(
        "policy",
        "get",
        TokenScope.READ_POLICY,
        "Read the policy in force",
        "The version in force with its clauses. 404 while the school has none.",
        schemas.POLICY,
    ),
    Operation(
        "ask",
        "post",
        TokenScope.ASK,
        "Ask what the policy says",
        "The same answer as on the page. It is counted among the questions, without its words.",
        schemas.ANSWER,
        schemas.question_schema,
    ),
    Operation(
        "check",
        "post",
        TokenScope.CHECK,
        "Check a post before it goes out",
        "What the policy minds in it. Nothing of it is kept, and no names of the school’s roll are used.",
        schemas.CHECKED,
        schemas.draft_schema,
    ),
    Operation(
        "figures",
        "get",
        TokenScope.READ_FIGURES,
        "Read the figures that governors see",
        "This school year so far; small numbers are withheld, as on the page. It is on the record.",
        schemas.FIGURES,
    ),
)
