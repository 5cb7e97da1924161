"""What the record tells of models and documents that were read."""

from belisha.audit.verbs import Verb


class DraftingEvent(Verb):
    """What was done here."""

    BEGAN_TO_MERGE_MODEL = "began-to-merge-model", "began to merge a model"
    CHECKED_CLAUSE_THAT_WAS_READ = "checked-clause-that-was-read", "checked a clause that was read"
    DECIDED_ON_CLAUSES_OF_MODEL = "decided-on-clauses-of-model", "decided on clauses of a model"
    DROPPED_MERGER = "dropped-merger", "dropped a merger"
    ISSUED_MODEL = "issued-model", "issued a model"
    JOINED_TWO_CLAUSES_THAT_WERE_READ = (
        "joined-two-clauses-that-were-read",
        "joined two clauses that were read",
    )
    MERGED_MODEL = "merged-model", "merged a model"
    READ_DOCUMENT = "read-document", "read a document"
    SPLIT_CLAUSE_THAT_WAS_READ = "split-clause-that-was-read", "split a clause that was read"
    TOOK_CLAUSE_THAT_WAS_READ_AS_GUIDANCE = (
        "took-clause-that-was-read-as-guidance",
        "took a clause that was read as guidance",
    )
    TOOK_OUT_CLAUSE_THAT_WAS_READ = "took-out-clause-that-was-read", "took out a clause that was read"
    UNDID_DECISION = "undid-decision", "undid a decision"
    WITHDREW_MODEL = "withdrew-model", "withdrew a model"
