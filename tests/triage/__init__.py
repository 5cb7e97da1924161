"""Triage: what is done about what somebody tells."""
