"""Drop the PostgreSQL database that an address names, if it exists, and create it, without asking."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def main(arguments: list[str]) -> int:
    """Recreate the database in `arguments`. Return 0 if done, 1 if the server does not answer."""
    if len(arguments) != 1:
        print("usage: fresh_database.py postgres://USER@HOST:PORT/NAME", file=sys.stderr)
        return 2
    address = urlsplit(arguments[0])
    name = sql.Identifier(address.path.strip("/"))
    server = address._replace(scheme="postgresql", path="/postgres").geturl()
    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=10) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(name))
    except psycopg.OperationalError as error:
        print(f"PostgreSQL does not answer at {address.hostname}:{address.port}: {error}", file=sys.stderr)
        return 1
    print(f"made database {address.path.strip('/')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
