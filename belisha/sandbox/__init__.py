"""The sandbox: whatever comes from outside is read in a child process with limits, and no network.

    text = run_in_sandbox(document_text, fetched)

A file or page from outside can be made to take hours, gigabytes or the process. The child has limits of
processor, time and memory. It cannot reach a network, start programs, write files, or read any but those of
the program. It is used for one call and then ends.
"""

from belisha.sandbox.limits import Limits, limited
from belisha.sandbox.room import SandboxError, run_in_sandbox, watch_in_sandbox

__all__ = ["Limits", "SandboxError", "limited", "run_in_sandbox", "watch_in_sandbox"]
