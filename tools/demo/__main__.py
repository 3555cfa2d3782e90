"""`./dev demo`: a ledger goes in; reminders, letters, tasks and an ageing come out."""

import sys
from datetime import date

from .demo import Demo
from .options import DemoError, parse


def main(argv=None):
    try:
        return 0 if Demo(parse(argv, date.today())).run() else 1
    except DemoError as error:
        print(f"\nerror: {error}\n  -> {error.remedy}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; ./dev demo starts over", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
