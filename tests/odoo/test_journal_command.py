"""The command line, two sealers at a time, and databases from before the chain."""

import runpy
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

import odoo.addons.b2b_collections as addon

from .journal_common import JournalCommon

ROOT = Path(addon.__file__).parent
COMMAND = ROOT / "cli" / "b2b_collections_verify.py"
MIGRATION = ROOT / "migrations" / "19.0.2.0.0" / "post-journal.py"


class TestCommand(JournalCommon):
    def setUp(self):
        super().setUp()
        self.remind()
        # As Odoo loads the commands of addons, under the name of the command.
        with patch("odoo.cli.command.commands", {}):
            names = runpy.run_path(
                str(COMMAND), run_name="odoo.cli.b2b_collections_verify"
            )
        self.command = names["B2bCollectionsVerify"]

    def run_command(self, *args):
        command = self.command()
        options = command._parse(args)
        printed = StringIO()
        with redirect_stdout(printed):
            checks = command._verify(self.env(su=True), options)
            command._print(checks)
        return checks, printed.getvalue()

    def test_it_tells_that_all_is_right(self):
        checks, printed = self.run_command("--company", str(self.company.id))
        self.assertEqual(checks.mapped("state"), ["right"])
        self.assertIn(f"{self.company.name}: right.", printed)
        self.assertIn(f"{len(self.own_entries())} entries since", printed)
        self.assertEqual(checks.document_count, 0)

    def test_it_reads_documents_if_told_to(self):
        letter = self.actions(channel="letter")
        letter.attachment_id.sudo().raw = b"%PDF-1.4 forged"
        self.assertEqual(self.run_command()[0].mapped("state")[0], "right")
        checks, printed = self.run_command("--documents")
        self.assertIn("BROKEN. The document of", printed)
        self.assertIn("broken", checks.mapped("state"))

    def test_it_names_the_broken_entry(self):
        with self.behind_the_triggers() as execute:
            execute("DELETE FROM collection_journal_entry WHERE number = 2")
        _checks, printed = self.run_command("--company", str(self.company.id))
        self.assertIn("BROKEN. Entry 2 is missing.", printed)

    def test_an_unknown_company_is_told(self):
        with (
            self.assertRaises(SystemExit) as stopped,
            patch("sys.stderr", StringIO()) as told,
        ):
            self.run_command("--company", "999999")
        self.assertEqual(stopped.exception.code, 2)
        self.assertIn("there is no company 999999", told.getvalue())


class TestFormerActions(JournalCommon):
    def test_actions_from_before_are_frozen_as_they_are(self):
        self.remind()
        with (
            self.behind_the_triggers() as execute,
            self.behind_the_triggers("collection_journal_head"),
            self.behind_the_triggers("collection_action"),
        ):
            execute("DELETE FROM collection_journal_entry")
            execute("DELETE FROM collection_journal_head")
            execute("UPDATE collection_action SET document_digest = NULL")
        runpy.run_path(str(MIGRATION))["migrate"](self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        entries = self.own_entries()
        self.assertEqual(set(entries.mapped("event")), {"made"})
        self.assertEqual(len(entries), len(self.actions()))
        self.assertTrue(all(entries.mapped("sealed")))
        self.assertIn("created", entries[0].data)
        check = self.verify()
        self.assertEqual(check.state, "right", check.problem_text)
        letter = self.actions(channel="letter")
        letter.attachment_id.sudo().raw = b"%PDF-1.4 forged"
        self.assertEqual(self.verify().problem, "document")


class TestTwoSealers(BaseCase):
    """On connections of their own, since one transaction sees no other."""

    def environment(self, cr):
        return Environment(cr, SUPERUSER_ID, {})

    def record(self, env, count=3):
        row = {"company_id": env.company.id, "event": "remark"}
        return env["collection.journal.entry"]._record([row] * count)

    @mute_logger("odoo.sql_db")
    def test_nobody_waits_and_no_number_is_given_twice(self):
        registry = Registry(get_db_name())
        with closing(registry.cursor()) as first, closing(registry.cursor()) as second:
            one, two = self.environment(first), self.environment(second)
            for cr in (first, second):
                # Were one to wait for the other, this test would hang.
                cr.execute("SET LOCAL lock_timeout = '2s'")
            self.record(one)
            self.assertEqual(one["collection.journal.entry"]._seal(one.company), 3)
            # The other one writes while the first still holds the chain, and leaves
            # the sealing to it.
            mine = self.record(two)
            self.assertEqual(two["collection.journal.entry"]._seal(two.company), 0)
            self.assertEqual(mine.mapped("number"), [0, 0, 0])
            first.rollback()
            self.assertEqual(two["collection.journal.entry"]._seal(two.company), 3)
            self.assertEqual(mine.mapped("number"), [1, 2, 3])
