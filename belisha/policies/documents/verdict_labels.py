"""Verdicts in plain English, with a sentence for each. The shapes are in `verdict.html`."""

from dataclasses import dataclass

from belisha.rules.ruling import Verdict


@dataclass(frozen=True, slots=True)
class VerdictLabel:
    """The word shown large, and its meaning in a sentence."""

    word: str
    meaning: str


VERDICT_LABELS: dict[Verdict, VerdictLabel] = {
    Verdict.PROHIBITED: VerdictLabel("No", "The policy does not allow this."),
    Verdict.NEEDS_PERMISSION: VerdictLabel(
        "Ask first", "The policy allows this only with permission or consent."
    ),
    Verdict.DISCOURAGED: VerdictLabel("You should not", "The policy advises against this."),
    Verdict.REQUIRED: VerdictLabel("You must", "The policy requires this."),
    Verdict.RECOMMENDED: VerdictLabel("You should", "The policy recommends this."),
    Verdict.ALLOWED: VerdictLabel("Yes", "The policy allows this."),
    Verdict.SILENT: VerdictLabel("Not covered", "The policy does not cover this."),
    Verdict.DEPENDS: VerdictLabel("It depends", "The answer depends on something we do not know yet."),
}


def label_for(verdict: Verdict | str) -> VerdictLabel:
    """Return the label of a verdict."""
    return VERDICT_LABELS[Verdict(verdict)]
