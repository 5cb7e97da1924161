"""What the record tells of personal data: periods, disposal, requests, breaches, looks."""

from belisha.audit.verbs import Verb


class RetentionEvent(Verb):
    """What was done here."""

    ANSWERED_DATA_REQUEST = "answered-data-request", "answered a data request"
    APPROVED_DISPOSAL = "approved-disposal", "approved a disposal"
    CANCELLED_DISPOSAL = "cancelled-disposal", "cancelled a disposal"
    CLOSED_BREACH = "closed-breach", "closed a breach"
    CONFIRMED_WHO_ASKS = "confirmed-who-asks", "confirmed who asks"
    CORRECTED_RECORD = "corrected-record", "corrected a record"
    DESTROYED_RECORDS = "destroyed-records", "destroyed records"
    ERASED_RECORD_ON_REQUEST = "erased-record-on-request", "erased a record on request"
    EXTENDED_DATA_REQUEST = "extended-data-request", "extended a data request"
    FOUND_NO_RISK_IN_BREACH = "found-no-risk-in-breach", "found no risk in a breach"
    GATHERED_PERSONS_DATA = "gathered-persons-data", "gathered a person’s data"
    LIFTED_LEGAL_HOLD = "lifted-legal-hold", "lifted a legal hold"
    LOGGED_BREACH = "logged-breach", "logged a breach"
    LOOKED_AT_BREACH = "looked-at-breach", "looked at a breach"
    LOOKED_AT_DATA_REQUEST = "looked-at-data-request", "looked at a data request"
    LOOKED_AT_WHO_LOOKED = "looked-at-who-looked", "looked at who looked"
    PLACED_LEGAL_HOLD = "placed-legal-hold", "placed a legal hold"
    PREPARED_DISPOSAL = "prepared-disposal", "prepared a disposal"
    REFUSED_DATA_REQUEST = "refused-data-request", "refused a data request"
    SET_PERIOD_OF_RETENTION = "set-period-of-retention", "set a period of retention"
    TOLD_INFORMATION_COMMISSIONER = "told-information-commissioner", "told the Information Commissioner"
    TOOK_IN_DATA_REQUEST = "took-in-data-request", "took in a data request"
