"""Django's PostgreSQL backend, which tells the database with each transaction whose rows may be seen.

See `belisha.base.row_security` for what is told, and decision 0045 for why it goes with every transaction.
"""

import re
from typing import Any

from django.db.backends.postgresql import base
from psycopg import ClientCursor
from psycopg.pq import TransactionStatus

from belisha.base.row_security import VARIABLE, open_schools

# Statements that read or write rows. Others, such as SET TRANSACTION, may have to be a transaction's first.
_OF_ROWS = re.compile(
    r"[\s(]*(?:select|insert|update|delete|with|explain|merge|values|alter)\b", re.IGNORECASE
)
_UNDOES = re.compile(r"\s*rollback\b", re.IGNORECASE)


class Cursor(base.CursorMixin, ClientCursor[Any]):
    """A cursor that sends the schools of the moment ahead of a statement, in the same message.

    What is set so ends with the transaction. Outside of one a message is a transaction of its own, so a
    connection that is shared (by a pool, or by pgbouncer) never carries one request's schools to another.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Execute the statement. Within a transaction the schools are sent only if they have changed."""
        is_within = self.connection.info.transaction_status == TransactionStatus.INTRANS
        if not is_within:
            self._tell(None)  # what an earlier transaction was told has ended with it
        if not isinstance(query, str) or not _OF_ROWS.match(query):
            if isinstance(query, str) and _UNDOES.match(query):
                self._tell(None)
            return super().execute(query, params, **options)
        schools = open_schools()
        if is_within and self._told() == schools:
            return super().execute(query, params, **options)
        done = super().execute(
            f"SELECT set_config('{VARIABLE}', '{schools}', true); {query}", params, **options
        )
        self.nextset()  # past the result of set_config
        self._tell(None if self.connection.autocommit and not is_within else schools)
        return done

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Execute the statement with each of the parameters, in one transaction."""
        with self.connection.transaction():
            self._tell(None)
            self.execute("SELECT 1")
            super().executemany(query, params_seq, **options)

    def _told(self) -> str | None:
        return getattr(self.connection, "belisha_schools", None)

    def _tell(self, schools: str | None) -> None:
        self.connection.belisha_schools = schools  # type: ignore[attr-defined]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors send the schools."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return Django's parameters, with our cursor."""
        return {**super().get_connection_params(), "cursor_factory": Cursor}
