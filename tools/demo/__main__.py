"""`./dev demo`: a ledger goes in; reminders, letters, tasks and an ageing come out."""

import sys
from datetime import date

from tools.odoo_env import config

from .options import DemoError, parse


def main(argv=None):
    try:
        return _run(parse(argv, date.today()))
    except DemoError as error:
        print(f"\nerror: {error}\n  -> {error.remedy}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; ./dev demo starts over", file=sys.stderr)
        return 130


def _run(options):
    # Odoo sets up its log once, and here it starts to know where our addon is.
    arguments = ["--log-level=error"]
    if options.config:
        arguments.append(f"--config={options.config}")
    config.parse_config(arguments, setup_logging=True)
    from .demo import Demo

    return 0 if Demo(options).run() else 1


if __name__ == "__main__":
    sys.exit(main())
