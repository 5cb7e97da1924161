from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """The ask door and the log of answers."""

    name = "belisha.answers"
    label = "answers"
