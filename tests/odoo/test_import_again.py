from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.b2b_collections.models import collection_import_post

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportAgain(ImportCommon):
    """The same file again, and imports that were stopped."""

    def test_same_file_again_imports_nothing(self):
        rows = [
            *self.numbered(3),
            {"due_date": "2026-04-02", "invoice_number": "INV-3"},
        ]
        self.load(*rows)
        before = self.count_entries()
        again = self.load(*rows)
        self.assertEqual(self.count_entries(), before)
        self.assertEqual(
            (again.state, again.known_count, again.done_count), ("done", 4, 0)
        )
        self.assertIn(
            "0 rows imported, 4 were already there", again.message_ids[0].body
        )

    def test_new_rows_of_a_longer_file_come_in(self):
        self.load(*self.numbered(2))
        again = self.load(*self.numbered(3))
        self.assertEqual((again.known_count, again.done_count), (2, 1))

    def test_changed_row_is_left_as_it_is_and_said(self):
        self.load({})
        again = self.load({"amount": "250.00", "due_date": "2026-05-01"})
        self.assertEqual(again.known_count, 1)
        self.assertIn("Imported before with $\xa0100.00", again.line_ids.note)

    def test_invoice_that_was_deleted_comes_in_again(self):
        move = self.load({}).line_ids.move_id
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        self.assertEqual(self.load({}).done_count, 1)

    def test_database_keeps_a_second_import_out(self):
        first = self.upload({})
        second = self.upload({})
        (first + second).mapped(lambda record: record._check_file())
        first._start()
        second._start()
        first._import_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            second.line_ids.write(
                {"move_id": first.line_ids.move_id.id, "state": "done"}
            )

    def test_rows_that_another_import_brought_in_meanwhile_are_left_out(self):
        first = self.upload(*self.numbered(3))
        second = self.upload(*self.numbered(4))
        for record in first + second:
            record._check_file()
            record._start()
        first._import_all()
        second._import_all()
        self.assertEqual(
            (second.state, second.known_count, second.done_count), ("done", 3, 1)
        )

    def test_stopped_import_goes_on_with_the_rest(self):
        record = self._start_in_batches_of_two(5)
        record._import_batch()
        self.assertEqual((record.state, record.done_count), ("running", 2))
        record.action_stop()
        self.assertEqual(record.state, "stopped")
        first = record.line_ids.move_id
        record.action_resume()
        record._import_all()
        self.assertEqual((record.state, record.done_count), ("done", 5))
        self.assertEqual(len(record.line_ids.move_id), 5)
        self.assertLess(first, record.line_ids.move_id)

    def _start_in_batches_of_two(self, count):
        self.patch(collection_import_post, "BATCH", 2)
        record = self.upload(*self.numbered(count))
        record._check_file()
        record._start()
        return record

    def test_instalments_are_never_parted_by_a_batch(self):
        self.patch(collection_import_post, "BATCH", 2)
        days = ("2026-03-02", "2026-04-02", "2026-05-02")
        record = self.upload(
            {"invoice_number": "A"}, *[{"due_date": day} for day in days]
        )
        record._check_file()
        record._start()
        self.assertEqual(record._import_batch(), 4)
        self.assertEqual(len(record.line_ids.move_id), 2)

    def test_job_imports_in_batches_with_the_users_rights(self):
        record = self._start_in_batches_of_two(3)
        self._run_job()
        self.assertEqual((record.state, record.done_count), ("done", 3))
        self.assertEqual(record.line_ids.move_id.create_uid, record.user_id)
        self.assertEqual(record.progress, 100.0)

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "b2b_collections.ir_cron_collection_import"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_batch_that_fails_leaves_nothing_and_can_be_resumed(self):
        record = self._start_in_batches_of_two(4)
        record._import_batch()
        lines = type(self.env["collection.import.line"])

        def fail(lines, *args):
            raise UserError("The journal is archived.")

        with patch.object(lines, "_post_payments", fail, create=False):
            self._run_job()
        self.assertEqual(
            (record.state, record.message, record.done_count),
            ("stopped", "The journal is archived.", 2),
        )
        self.assertEqual(len(record.line_ids.move_id), 2)
        record.action_resume()
        self._run_job()
        self.assertEqual((record.state, record.done_count), ("done", 4))

    def test_number_that_is_taken_by_hand_stops_and_names_the_row(self):
        move = self.load({}).line_ids.move_id
        for number in ("INV-1 (ID01)", "INV-1 (ID01/7)"):
            move.copy({"name": number, "invoice_date": "2026-01-31"}).action_post()
        with self.assertRaisesRegex(UserError, "Row 2: the journal"):
            self.load({"customer_number": "7"})

    def test_imported_rows_cannot_be_deleted(self):
        record = self.load({})
        with self.assertRaisesRegex(UserError, "not imported twice"):
            record.unlink()
        with self.assertRaisesRegex(UserError, "not imported twice"):
            record.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "imported already"):
            record.action_check()
        draft = self.upload({})
        draft.action_check()
        draft.unlink()
        self.assertFalse(draft.exists())
