"""Make what asking carries: the vectors of phrases and clauses, and the linear model learnt from the phrases.

Run by `make asking` after a change to the vocabulary's phrases or to a shipped policy; a test says when it
is due. Needs scikit-learn, which Belisha itself does not.
"""

from importlib.resources import files
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from belisha.asking.carried import carried_texts
from belisha.asking.learnt import LEARNT, Learnt
from belisha.asking.meaning import Meaning
from belisha.asking.phrasebook import plain_entries
from belisha.asking.vectors import CARRIED, packed
from belisha.rules.vocabulary import load_vocabulary

# The weakest regularisation that still gained on the tuning questions.
INVERSE_REGULARISATION = 30
MODEL = Path(str(files("belisha") / "library" / "model"))


def main() -> None:
    """Write `vectors.npz` and `actions.npz` into the library."""
    texts = sorted(set(carried_texts()))
    # In half precision from the start, since what asking compares with is what it carries.
    vectors = dict(zip(texts, Meaning.load().embed(texts).astype(np.float16), strict=True))
    carried = packed(vectors)
    (MODEL / CARRIED).write_bytes(carried)

    entries = plain_entries(load_vocabulary())
    seen = np.stack([vectors[each.text] for each in entries]).astype(np.float32)
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=400)
    model.fit(seen, [each.action for each in entries])
    weights, intercepts = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    learnt = Learnt(list(model.classes_), weights, intercepts).packed()
    (MODEL / LEARNT).write_bytes(learnt)
    print(f"{CARRIED}: {len(carried):,} bytes; {LEARNT}: {len(learnt):,} bytes; {len(entries):,} phrases")


if __name__ == "__main__":
    main()
