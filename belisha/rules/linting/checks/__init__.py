"""One kind of fault in each module: `check(context)` yields findings; `NOTICED` matches a notice of it."""
