"""What the record tells of reports and cases: confidential, and without any words."""

from belisha.audit.verbs import Verb


class CaseEvent(Verb):
    """What was done here."""

    ADDED_REFERRAL = "added-referral", "added a referral"
    ADDED_SOMEBODY_TO_CASE = "added-somebody-to-case", "added somebody to a case"
    ADDED_TO_CLOSED_REPORT = "added-to-closed-report", "added to a closed report"
    ADDED_TO_REPORT = "added-to-report", "added to a report"
    ANSWERED_REPORTER = "answered-reporter", "answered a reporter"
    ASKED_AGAIN_FOR_REMOVAL = "asked-again-for-removal", "asked again for a removal"
    ASKED_FOR_REMOVAL = "asked-for-removal", "asked for a removal"
    BEGAN_CASE = "began-case", "began a case"
    CLOSED_CASE = "closed-case", "closed the case"
    CLOSED_REPORT = "closed-report", "closed a report"
    CORRECTED_CHRONOLOGY = "corrected-chronology", "corrected the chronology"
    DECIDED_APPEAL = "decided-appeal", "decided an appeal"
    DECIDED_NOT_TO_REFER = "decided-not-to-refer", "decided not to refer"
    DECLARED_THAT_EVIDENCE_WAS_SENT_BY_MISTAKE = (
        "declared-that-evidence-was-sent-by-mistake",
        "declared that evidence was sent by mistake",
    )
    DID_TASK = "did-task", "did a task"
    ENDED_PART_IN_CASE = "ended-part-in-case", "ended a part in a case"
    ERASED_CASE = "erased-case", "erased a case"
    ERASED_REPORT = "erased-report", "erased a report"
    EXPORTED_CASE = "exported-case", "exported a case"
    EXPORTED_EVIDENCE = "exported-evidence", "exported evidence"
    GAVE_UP_REMOVAL = "gave-up-removal", "gave up a removal"
    HAD_REFERRAL_ACKNOWLEDGED = "had-referral-acknowledged", "had a referral acknowledged"
    HAD_REFERRAL_ANSWERED = "had-referral-answered", "had a referral answered"
    HAD_REMOVAL_REFUSED = "had-removal-refused", "had a removal refused"
    HANDED_CASE_OVER = "handed-case-over", "handed a case over"
    LEFT_OUT_TASK = "left-out-task", "left out a task"
    LET_CLOCK_RUN_ON = "let-clock-run-on", "let a clock run on"
    LET_SOMEBODY_WORK_ON_CASE = "let-somebody-work-on-case", "let somebody work on a case"
    LIFTED_HOLD_OF_CASE = "lifted-hold-of-case", "lifted the hold of a case"
    LOOKED_AT_CASE = "looked-at-case", "looked at a case"
    LOOKED_AT_REPORT = "looked-at-report", "looked at a report"
    LOOKED_WHETHER_IT_CAME_BACK = "looked-whether-it-came-back", "looked whether it came back"
    MADE_CASE_OF_REPORT = "made-case-of-report", "made a case of a report"
    NOTED_HANDLE_OR_ADDRESS = "noted-handle-or-address", "noted a handle or an address"
    OPENED_CASE_AGAIN = "opened-case-again", "opened the case again"
    OPENED_REPORT_AGAIN = "opened-report-again", "opened a report again"
    PAUSED_CLOCK = "paused-clock", "paused a clock"
    PUT_CASE_ON_HOLD = "put-case-on-hold", "put a case on hold"
    RECEIVED_REPORT = "received-report", "received a report"
    RECORDED_APPEAL = "recorded-appeal", "recorded an appeal"
    RECORDED_FACTS_OF_IMAGE = "recorded-facts-of-image", "recorded facts of an image"
    RECORDED_OUTCOME = "recorded-outcome", "recorded the outcome"
    RECORDED_WHAT_TASK_WAITED_FOR = "recorded-what-task-waited-for", "recorded what a task waited for"
    SAW_THAT_IT_WAS_REMOVED = "saw-that-it-was-removed", "saw that it was removed"
    SENT_REFERRAL = "sent-referral", "sent a referral"
    STEPPED_ASIDE_FROM_CASE = "stepped-aside-from-case", "stepped aside from a case"
    TOOK_IN_REPORT_THAT_WAS_HELD_BACK = (
        "took-in-report-that-was-held-back",
        "took in a report that was held back",
    )
    TOOK_REMOVAL_FURTHER = "took-removal-further", "took a removal further"
    TOOK_UP_TASK_AGAIN = "took-up-task-again", "took up a task again"
    WROTE_IN_CHRONOLOGY = "wrote-in-chronology", "wrote in the chronology"
