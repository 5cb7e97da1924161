"""A line of the log says what broke and where, and nothing that somebody wrote."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys

from belisha.base.logs import JsonFormatter


def line_of(message: str, *, with_error: bool = False) -> dict[str, object]:
    error = None
    if with_error:
        try:
            raise ValueError("My daughter Zoë was sent this")
        except ValueError:
            error = sys.exc_info()
    record = logging.LogRecord("belisha.answers", logging.ERROR, __file__, 1, message, None, error)
    told = JsonFormatter().format(record)
    assert "\n" not in told
    found: dict[str, object] = json.loads(told)
    return found


def test_a_line_is_json() -> None:
    line = line_of("sweep ended")
    assert (line["level"], line["logger"], line["message"]) == ("error", "belisha.answers", "sweep ended")
    assert str(line["time"]).endswith("+00:00")


def test_an_error_is_told_by_its_class_and_its_place() -> None:
    line = line_of("Internal Server Error: /s/grange/ask/", with_error=True)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["at"])
    assert "daughter" not in json.dumps(line, ensure_ascii=False)


def test_a_question_in_an_address_is_left_out() -> None:
    assert line_of("Not Found: /s/grange/ask/?q=my+secret")["message"] == "Not Found: /s/grange/ask/"


def test_the_log_goes_to_another_machine_too_where_the_host_names_one() -> None:
    """A real UDP socket stands for the other machine's syslog (RFC 5426)."""
    code = "import django, logging; django.setup(); logging.getLogger('belisha.duties').error('sweep failed')"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        other.settimeout(20)
        env = {**os.environ, "BELISHA_SYSLOG": f"127.0.0.1:{other.getsockname()[1]}"}
        env["DJANGO_SETTINGS_MODULE"] = "belisha.config.settings"
        subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)
        got = other.recv(65_507).decode()
    line = json.loads(got[got.index("{") : got.rindex("}") + 1])
    assert (line["logger"], line["message"]) == ("belisha.duties", "sweep failed")
