"""One kind of fault in each module: `look(subject)` yields findings; `NOTICED` matches a notice of it."""
