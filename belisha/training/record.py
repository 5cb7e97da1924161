"""What the record tells of training and lessons."""

from belisha.audit.verbs import Verb


class TrainingEvent(Verb):
    """What was done here."""

    RECORDED_LESSONS = "recorded-lessons", "recorded lessons"
    RECORDED_TRAINING = "recorded-training", "recorded training"
    TOOK_BACK_LESSON = "took-back-lesson", "took back a lesson"
    TOOK_BACK_TRAINING_RECORD = "took-back-training-record", "took back a training record"
