from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Whom to tell, and how to reach them: a school's own contacts beside the national ones."""

    name = "belisha.directory"
    label = "directory"
