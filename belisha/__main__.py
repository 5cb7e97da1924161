"""`python -m belisha`: the command, where its script is not on the path."""

import sys

from belisha.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
