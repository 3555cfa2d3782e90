"""What the demo accepts on its command line, and what it says to the rest."""

import io
import os
import tempfile
import unittest
from datetime import date
from pathlib import Path
from unittest.mock import patch

from tools.demo.options import DemoError, parse
from tools.demo.progress import Progress

TODAY = date(2026, 11, 21)


class TestOptions(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        here = patch.dict(os.environ, CALLED_FROM=folder.name)
        here.start()
        self.addCleanup(here.stop)

    def parse(self, *args):
        return parse(["--db", "d", "--template", "t", *args], TODAY)

    def assert_refused(self, message, remedy, *args):
        with self.assertRaisesRegex(DemoError, message) as caught:
            self.parse(*args)
        self.assertIn(remedy, caught.exception.remedy)

    def test_defaults(self):
        options = self.parse()
        self.assertEqual(options.end, TODAY)
        self.assertEqual(options.start, date(2026, 8, 23))
        self.assertIsNone(options.ledger)
        self.assertEqual(options.out, self.folder / "out")
        self.assertTrue(options.outbox.is_dir())

    def test_from_is_counted_from_as_of(self):
        options = self.parse("--as-of", "2020-05-31")
        self.assertEqual(options.start, date(2020, 3, 2))

    def test_paths_are_meant_from_where_it_was_called(self):
        (self.folder / "ledger.csv").touch()
        options = self.parse("--ledger", "ledger.csv", "--out", "x/y")
        self.assertEqual(options.ledger, self.folder / "ledger.csv")
        self.assertEqual(options.out, self.folder / "x" / "y")

    def test_wrong_dates(self):
        self.assert_refused(
            "31.05.2020 is not a date", "2026-05-31", "--as-of=31.05.2020"
        )
        self.assert_refused("2020-02-30 is not", "2026-05-31", "--from=2020-02-30")
        self.assert_refused(
            "2026-11-22 is later", "90 days are played", "--from=2026-11-22"
        )

    def test_missing_ledger(self):
        self.assert_refused("there is no file", "docs/demo.md", "--ledger=nowhere.csv")

    def test_folder_that_cannot_be_written(self):
        (self.folder / "taken").touch()
        self.assert_refused("cannot be written to", "--out DIR", "--out=taken")

    def test_clears_its_own_results_and_nothing_else(self):
        outbox = self.folder / "out" / "outbox"
        outbox.mkdir(parents=True)
        for name in ("run.json", "notes.txt", "outbox/0001-a.eml", "outbox/keep.txt"):
            (self.folder / "out" / name).touch()
        self.parse()
        left = {path.name for path in (self.folder / "out").rglob("*")}
        self.assertEqual(left, {"outbox", "notes.txt", "keep.txt"})


class TestProgress(unittest.TestCase):
    def test_one_line_a_phase_with_its_note(self):
        stream = io.StringIO()
        progress = Progress(stream)
        with progress.phase("daily runs") as phase:
            phase.step(1, 2, "2026-11-20")
            phase.note = "91 days"
        self.assertRegex(stream.getvalue(), r"^  daily runs +0\.0 s   91 days\n$")
        self.assertEqual(list(progress.seconds), ["daily runs"])

    def test_a_bar_for_who_is_watching(self):
        stream = io.StringIO()
        stream.isatty = lambda: True
        with Progress(stream).phase("daily runs") as phase:
            phase.step(1, 2, "2026-11-20")
        self.assertIn("█" * 15 + "·" * 15 + "  1/2  2026-11-20", stream.getvalue())
