"""What a user would search a policy's clauses with instead: each takes a policy and gives a search over it.

A search takes a question and gives, for its best clauses in order, what they cite.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

import bm25s
import numpy as np

from belisha.asking.sentence_embeddings import SentenceEncoder
from belisha.rules.language.policy import Policy

Search = Callable[[str], list[frozenset[str]]]
BEST = 3


def _texts(policy: Policy) -> list[str]:
    return [f"{each.title}. {each.text}" for each in policy.clauses]


def _cites(policy: Policy) -> list[frozenset[str]]:
    return [frozenset(each.cites) for each in policy.clauses]


def by_bm25(policy: Policy) -> Search:
    """The package bm25s, with English stop words."""
    cites, index = _cites(policy), bm25s.BM25()
    index.index(bm25s.tokenize(_texts(policy), stopwords="en", show_progress=False), show_progress=False)

    def search(question: str) -> list[frozenset[str]]:
        tokens = bm25s.tokenize([question], stopwords="en", show_progress=False)
        places, _ = index.retrieve(tokens, k=BEST, show_progress=False)
        return [cites[place] for place in places[0]]

    return search


def by_fts5(policy: Policy) -> Search:
    """SQLite's full-text search with its English stemmer, any of the words."""
    cites, database = _cites(policy), sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE clause USING fts5(text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO clause(text) VALUES (?)", [(each,) for each in _texts(policy)])

    def search(question: str) -> list[frozenset[str]]:
        words = " OR ".join(f'"{each}"' for each in re.findall(r"\w+", question))
        query = "SELECT rowid FROM clause WHERE clause MATCH ? ORDER BY rank LIMIT ?"
        return [cites[row - 1] for (row,) in database.execute(query, (words, BEST))]

    return search


def by_meaning(policy: Policy) -> Search:
    """The language model alone: the clauses whose vectors are nearest."""
    cites, vectors = _cites(policy), SentenceEncoder.load().embed(_texts(policy))

    def search(question: str) -> list[frozenset[str]]:
        near = vectors @ SentenceEncoder.load().embed([question])[0]
        return [cites[place] for place in np.argsort(-near)[:BEST]]

    return search


SEARCHES: dict[str, Callable[[Policy], Search]] = {
    "bm25s": by_bm25,
    "SQLite FTS5": by_fts5,
    "MiniLM alone": by_meaning,
}
