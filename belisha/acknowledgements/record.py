"""What the record tells of acknowledgements of documents, and of the keys that seal them."""

from belisha.audit.verbs import Verb


class AcknowledgementEvent(Verb):
    """What was done here."""

    ACKNOWLEDGED_DOCUMENT = "acknowledged-document", "acknowledged a document"
    BEGAN_TO_SEAL_WITH_KEY = "began-to-seal-with-key", "began to seal with a key"
    REMINDED_PEOPLE_TO_ACKNOWLEDGE = "reminded-people-to-acknowledge", "reminded people to acknowledge"
    SET_ACKNOWLEDGEMENT_ASIDE = "set-acknowledgement-aside", "set an acknowledgement aside"
