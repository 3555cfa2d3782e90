"""Run a script, or a prompt, with `env` (superuser) on a database."""

import argparse
import code
import os
import runpy
import sys
from pathlib import Path

from tools.odoo_env import odoo_env


def main(argv=None):
    parser = argparse.ArgumentParser(prog="./dev shell", description=__doc__)
    parser.add_argument("--db", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--config", help=argparse.SUPPRESS)
    parser.add_argument(
        "script", nargs="?", help="Python file; commits when it ends well"
    )
    parser.add_argument("args", nargs=argparse.REMAINDER, help="its sys.argv")
    args = parser.parse_args(argv)
    with odoo_env(args.db, args.config) as env:
        names = {"env": env, "self": env.user}
        if args.script:
            script = str(Path(os.environ.get("CALLED_FROM", ""), args.script))
            sys.argv = [script, *args.args]
            runpy.run_path(script, names, "__main__")
        else:
            code.interact(
                f"`env` is the superuser's on {args.db}; env.cr.commit() keeps changes",
                local=names,
                exitmsg="",
            )
            env.cr.rollback()


if __name__ == "__main__":
    main()
