"""Belisha: a school's social media policy, made executable."""

__version__ = "0.1.0"
