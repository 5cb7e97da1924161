"""Learn how sure asking may be of its answers, and draw how reliable that is.

    python tools/fit_sureness.py           in the environment of `make asking`; a minute

A logistic regression over the features of `belisha.asking.confidence`, for whether the verdict and a clause
cited are right. It is learnt from the questions of `FITTED` and written to `belisha/library/sureness.toml`.
The thresholds are the lowest at which the answers given straight are right often enough among the
predictions for tenths of these questions by what was learnt from the other nine. What is drawn in
`docs/reference/sureness.md` is measured on the questions of `MEASURED`, from which nothing is learnt.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from belisha.asking.asking import Answer, ask
from belisha.asking.confidence import SURENESS_FILE, Evidence, Sureness, features_of, sureness
from belisha.asking.lexicon import named_role
from belisha.rules.language.reading import load_policy
from belisha.rules.ruling import GroundStanding, Verdict
from belisha.rules.vocabulary.loading import load_vocabulary

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "benchmarks" / "questions"
TEMPLATE = Path(__file__).with_name("sureness-page.txt")
PAGE, PICTURE = ROOT / "docs" / "reference" / "sureness.md", ROOT / "docs" / "pictures" / "sureness.svg"
# With how much weight: what was mended by, or tuned on, is answered better than what nobody has read.
FITTED = {
    "calibrating": 1.0,
    "phone": 1.0,
    "tuning": 0.3,
    "fitting": 0.2,
    "fresh-tuning": 0.3,
    "open-tuning": 0.3,
}
MEASURED = ("apart", "held-out", "held-out-loose")
INVERSE_REGULARISATION, FOLDS = 2, 10
# How many of the answers given straight are to be right, with something in hand for other people's questions.
RIGHT, RIGHT_PERMISSIONS = 0.962, 0.97
SIZE, EDGE = 400, 50
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True)
class Judged:
    """A question with the features of its answer, and whether it was right.

    `readings_hold` says that one of the readings offered has a right verdict. `weight` is how much it counts.
    """

    features: dict[str, float]
    answer: Answer
    is_right: bool
    has_cite: bool
    readings_hold: bool = False
    weight: float = 1.0

    @property
    def is_permission(self) -> bool:
        """Return whether the answer allows something."""
        return self.answer.ruling.verdict is Verdict.ALLOWED


def main() -> None:
    """Learn the weights, write them, and draw what they give on questions kept apart."""
    fitted = [
        replace(each, weight=weight)
        for name, weight in FITTED.items()
        for each in judged(name)
        if each.features
    ]
    learnt = learn([each for each in fitted if each.answer.help is None])
    (ROOT / "belisha" / "library" / SURENESS_FILE).write_text(written(learnt), encoding="utf-8")
    sureness.cache_clear()
    measured = {name: list(judged(name)) for name in MEASURED}
    PICTURE.parent.mkdir(exist_ok=True)
    everything = [each for group in measured.values() for each in group]
    PICTURE.write_text(drawn(everything), encoding="utf-8")
    PAGE.write_text(page(measured, everything), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def judged(name: str) -> Iterator[Judged]:
    """Yield each question of a file with its answer and the features that its sureness comes from."""
    found: list[Evidence] = []
    real = Sureness.of

    def watched(self: Sureness, evidence: Evidence) -> float:
        found.append(evidence)
        return real(self, evidence)

    vocabulary = load_vocabulary()
    with (QUESTIONS / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        role = named_role(row["role"], vocabulary)
        if role is None:
            raise SystemExit(f"{name}.tsv: `{row['role']}` is not a role that Belisha knows")
        found.clear()
        Sureness.of = watched  # type: ignore[method-assign]
        try:
            answer = ask(load_policy(row["policy"]), row["question"], role=role)
        finally:
            Sureness.of = real  # type: ignore[method-assign]
        accepted, has_cite = row["verdicts"].split("|"), cites_one(row, answer)
        yield Judged(
            features_of(found[0]) if found else {},
            answer,
            answer.ruling.verdict.value in accepted and has_cite,
            has_cite,
            any(each.verdict.value in accepted for each in answer.readings),
        )


def cites_one(row: dict[str, str], answer: Answer) -> bool:
    """Return whether one of the clauses wanted is cited, if any is."""
    wanted = set((row["cites"] or "").split())
    said = [each.cites for each in answer.ruling.grounds if each.standing is not GroundStanding.NOT_MET]
    said += [each.cites for each in answer.ruling.duties]
    return not wanted or not wanted.isdisjoint(cite for cites in said for cite in cites)


def learn(seen: list[Judged]) -> Sureness:
    """Return the weights learnt from answers, and the thresholds."""
    names = sorted({name for each in seen for name in each.features})
    values = np.array([[each.features.get(name, 0.0) for name in names] for each in seen])
    right = np.array([each.is_right for each in seen])
    weights = np.array([each.weight for each in seen])
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=5000)
    apart = cross_val_predict(
        model,
        values,
        right,
        cv=StratifiedKFold(FOLDS, shuffle=True, random_state=7),
        method="predict_proba",
        params={"sample_weight": weights},
    )[:, 1]
    model.fit(values, right, weights)
    permissions = np.array([each.is_permission for each in seen])
    straight = lowest(apart, right, weights, RIGHT)
    permitted = lowest(apart[permissions], right[permissions], weights[permissions], RIGHT_PERMISSIONS)
    learnt = {name: round(float(value), 3) for name, value in zip(names, model.coef_[0], strict=True)}
    return Sureness(round(float(model.intercept_[0]), 3), learnt, straight, max(straight, permitted))


def lowest(
    sure: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64], wanted: float
) -> float:
    """Return the lowest sureness from which on a share `wanted` of the answers is right."""
    order = np.argsort(-sure)
    share = np.cumsum((right * weights)[order]) / np.cumsum(weights[order])
    enough = np.nonzero(share >= wanted)[0]
    return round(float(sure[order][enough[-1]]), 2) if enough.size else 0.99


def written(learnt: Sureness) -> str:
    """Return the weights as the file of the library."""
    lines = [
        "# How sure asking is of its answers: written by tools/fit_sureness.py (docs/reference/sureness.md).",
        "# From `straight` on an answer is given without a question first; one that allows something from",
        "# `straight_permission` on. `weights` are of the features in belisha/asking/confidence.py.",
        "",
        f"straight = {learnt.straight}",
        f"straight_permission = {learnt.straight_permission}",
        f"intercept = {learnt.intercept}",
        "",
        "[weights]",
        *(f'"{name}" = {value}' for name, value in learnt.weights.items()),
    ]
    return "\n".join(lines) + "\n"


def bands(found: list[Judged]) -> list[tuple[str, int, float, float]]:
    """Return for each band of sureness: its words, how many answers, their mean sureness, and those right."""
    plain = [each for each in found if each.answer.help is None]
    rows = []
    for low, high in pairwise(BANDS):
        band = [each for each in plain if low <= each.answer.sure < high]
        if band:
            sure = 100 * float(np.mean([each.answer.sure for each in band]))
            right = 100 * float(np.mean([each.is_right for each in band]))
            rows.append((f"{low:.2f} to {min(high, 1):.2f}", len(band), sure, right))
    return rows


def page(measured: dict[str, list[Judged]], everything: list[Judged]) -> str:
    """Return the page of the reference."""
    learnt = sureness()
    return TEMPLATE.read_text(encoding="utf-8").format(
        straight=learnt.straight,
        straight_permission=learnt.straight_permission,
        bands="\n".join(
            f"| {words} | {count} | {sure:.1f} | {right:.1f} |"
            for words, count, sure, right in bands(everything)
        ),
        files="\n".join(row(name, group) for name, group in measured.items()),
    )


def row(name: str, group: list[Judged]) -> str:
    """Return a row of the table: the figures of one file of questions."""
    count = len(group)
    right = sum(each.is_right for each in group)
    helped = [each for each in group if each.answer.help]
    with_help = sum(each.is_right or (each.answer.help is not None and each.has_cite) for each in group)
    asked = [each for each in group if each.answer.readings]
    offered = f"{sum(each.readings_hold for each in asked)} of {len(asked)}"
    straight = [each for each in group if each.answer.is_straight]
    right_straight = 100 * sum(each.is_right for each in straight) / (len(straight) or 1)
    wrong = sum(each.is_permission and not each.is_right for each in group)
    return (
        f"| `{name}` | {count} | {100 * right / count:.1f} ({100 * with_help / count:.1f}) |"
        f" {100 * len(straight) / count:.1f} | {right_straight:.1f} | {offered} | {len(helped)} |"
        f" {100 * wrong / count:.2f} |"
    )


def place(share: float) -> float:
    """Return where a share in 100 stands on either axis of the picture."""
    return EDGE + share / 100 * (SIZE - 2 * EDGE)


def drawn(found: list[Judged]) -> str:
    """Return the reliability diagram: how often answers of each sureness are right, as SVG."""
    low, high, middle = place(0), place(100), SIZE / 2
    turned = f'transform="rotate(-90 14 {middle})"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img"',
        ' font-family="sans-serif" font-size="13">',
        "<title>How often answers of each sureness are right</title>",
        f'<rect width="{SIZE}" height="{SIZE}" fill="#fff"/>',
        f'<path d="M{low} {SIZE - low}L{high} {SIZE - high}" stroke="#505a5f" stroke-dasharray="4"/>',
        f'<path d="M{low} {SIZE - high}V{SIZE - low}H{high}" stroke="#0b0c0c" fill="none"/>',
        *(tick for each in range(0, 101, 20) for tick in ticks(each)),
        *(dot(*each) for each in bands(found)),
        f'<text x="{middle}" y="{SIZE - 8}" text-anchor="middle">mean sureness in 100</text>',
        f'<text x="14" y="{middle}" text-anchor="middle" {turned}>right in 100</text>',
        "</svg>\n",
    ]
    return "".join(parts)


def ticks(share: int) -> Iterator[str]:
    """Yield the figure on either axis."""
    at = place(share)
    yield f'<text x="{at:.0f}" y="{SIZE - EDGE + 20}" text-anchor="middle">{share}</text>'
    yield f'<text x="{EDGE - 10}" y="{SIZE - at + 5:.0f}" text-anchor="end">{share}</text>'


def dot(words: str, count: int, sure: float, right: float) -> str:
    """Return a band of the diagram: the more answers, the larger."""
    title = f"<title>{words}: {count} answers, {right:.0f} of 100 right</title>"
    radius = 3 + count**0.5 / 3
    x, y = place(sure), SIZE - place(right)
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="#1d70b8">{title}</circle>'


if __name__ == "__main__":
    main()
