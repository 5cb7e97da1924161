"""What this room keeps about people: ids alone."""

from belisha.audit.models import MovedRecord
from belisha.base.holdings import exempt

exempt(MovedRecord, "the record of before a move: it holds ids and values, and nobody's name")
