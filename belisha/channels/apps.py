from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Official posts: written, checked, approved by another, posted by hand, taken down."""

    name = "belisha.channels"
    label = "channels"
