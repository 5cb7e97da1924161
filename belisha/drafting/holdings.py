"""What this room keeps: texts of policies on their way. They go with the policy that they belong to."""

from belisha.base.holdings import exempt
from belisha.drafting.models import ImportedClause, ImportedDocument, LibraryText, Merging, RemovedClause

exempt(LibraryText, "the text of a model, part of a version")
exempt(RemovedClause, "a clause taken out of a draft, part of a version")
exempt(Merging, "decisions on the text of a policy, part of its versions")
exempt(ImportedDocument, "the document that a draft was read from, part of a version")
exempt(ImportedClause, "a clause that was read and what was decided about it, part of a version")
