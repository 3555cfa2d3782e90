"""The command line of the demo, and what can be wrong with it."""

import argparse
import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PLAYED_DAYS = 90
OUTPUTS = ("ageing.xlsx", "letters.pdf", "run.json")
OUTBOX = "outbox"


class DemoError(Exception):
    """Something that the user can put right; ``remedy`` says how."""

    def __init__(self, message, remedy):
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True)
class Options:
    db: str
    template: str
    config: str | None
    ledger: Path | None
    start: date
    end: date
    out: Path

    @property
    def outbox(self):
        return self.out / OUTBOX


def parse(argv, today):
    """Return checked :class:`Options`.

    :raises DemoError: a value that cannot be worked with
    """
    args = _make_parser().parse_args(argv)
    end = _parse_date("--as-of", args.as_of, today)
    start = _parse_date("--from", args.from_, end - timedelta(days=PLAYED_DAYS))
    if start > end:
        raise DemoError(
            f"--from {start} is later than --as-of {end}",
            "give an earlier --from, or leave it out: "
            f"{PLAYED_DAYS} days are played then",
        )
    return Options(
        db=args.db,
        template=args.template,
        config=args.config,
        ledger=_check_ledger(args.ledger),
        start=start,
        end=end,
        out=_prepare_out(args.out),
    )


def _make_parser():
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description="A company's ledger comes in; reminders, letters, call tasks and "
        "an ageing come out. Without --ledger the ledger is made up.",
    )
    for name in ("--db", "--template", "--config"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    parser.add_argument("--ledger", metavar="FILE", help="open items, CSV or XLSX")
    parser.add_argument(
        "--from",
        dest="from_",
        metavar="DATE",
        help=f"first day played (default: {PLAYED_DAYS} days before the last)",
    )
    parser.add_argument("--as-of", metavar="DATE", help="last day (default: today)")
    parser.add_argument(
        "--out", metavar="DIR", default="out", help="for the results (default: out)"
    )
    return parser


def _parse_date(option, text, default):
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DemoError(
            f"{option} {text} is not a date", "write it like 2026-05-31"
        ) from None


def _resolve(text):
    # ./dev changes to its own folder; paths are meant from where it was called.
    return Path(os.environ.get("CALLED_FROM", "."), text).absolute()


def _check_ledger(text):
    if not text:
        return None
    path = _resolve(text)
    if not path.is_file():
        raise DemoError(
            f"there is no file {path}",
            "give the path of an open-items file; its columns are in docs/demo.md",
        )
    if not os.access(path, os.R_OK):
        raise DemoError(f"{path} cannot be read", "check the file's permissions")
    return path


def _prepare_out(text):
    """The folder, with what an earlier demo left in it removed and nothing else."""
    out = _resolve(text)
    try:
        (out / OUTBOX).mkdir(parents=True, exist_ok=True)
        for name in OUTPUTS:
            (out / name).unlink(missing_ok=True)
        for mail in (out / OUTBOX).glob("*.eml"):
            mail.unlink()
        probe = out / OUTBOX / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise DemoError(
            f"{out} cannot be written to: {error.strerror}",
            "give another folder: --out DIR",
        ) from None
    return out
