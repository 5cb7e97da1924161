"""Addresses to which nothing is sent, because no mailbox can have them."""

import pytest
from django.core import mail

from belisha.outbox.models import Notice
from belisha.outbox.sending import Outcome, send_message


@pytest.mark.parametrize("address", ["sean.o’neill@hazel.example", "zoë@hazel.example"])
def test_nothing_counts_as_sent_to_an_address_that_nobody_has(address: str) -> None:
    attempt = send_message(mail.get_connection(), Notice(subject="Hello", text="Hello"), address)
    assert (attempt.outcome, attempt.is_address) == (Outcome.REFUSED, True)
    assert mail.outbox == []
