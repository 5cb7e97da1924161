"""Who has a part in making, checking or signing a policy."""

MAKERS = (
    "write-policy",
    "approve-policy",
    "check-equality",
    "record-ratification",
    "sign-for-school",
    "sign-for-governors",
    "publish-policy",
)
