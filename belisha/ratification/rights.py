"""The rights of those who make, check or sign policies."""

MAKING_RIGHTS = (
    "write-policy",
    "approve-policy",
    "check-equality",
    "record-ratification",
    "sign-for-school",
    "sign-for-governors",
    "publish-policy",
)
