from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.b2b_collections.models import collection_import_post

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportUndo(ImportCommon):
    def test_undo_takes_everything_back(self):
        entries = self.count_entries()
        partners = self.env["res.partner"].search([])
        record = self.load(
            {"paid_amount": "10.00"},
            {"due_date": "2026-04-02"},
            {"invoice_number": "C", "amount": "-5.00", "customer_number": "2"},
        )
        record._undo_all()
        self.assertEqual(record.state, "undone")
        self.assertEqual(self.count_entries(), entries)
        self.assertEqual(self.env["res.partner"].search([]), partners)
        self.assertEqual(set(record.line_ids.mapped("state")), {"undone"})

    def test_undone_file_can_be_imported_again(self):
        self.load({})._undo_all()
        self.assertEqual(self.load({}).done_count, 1)

    def test_undo_in_batches_by_the_job(self):
        self.patch(collection_import_post, "BATCH", 2)
        record = self.load(*self.numbered(5))
        record.action_undo()
        self.assertEqual(record._undo_batch(), 2)
        self.assertEqual((record.state, record.done_count), ("undoing", 2))
        with self.enter_registry_test_mode():
            self.env.ref(
                "b2b_collections.ir_cron_collection_import"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((record.state, record.done_count), ("undone", 5))

    def test_half_imported_file_can_be_undone(self):
        entries = self.count_entries()
        record = self.load(*self.numbered(2))
        record.state = "stopped"
        record._undo_all()
        self.assertEqual(self.count_entries(), entries)

    def test_matched_invoice_is_in_the_way(self):
        record = self.load({"paid_amount": "10.00"})
        self.pay(record.line_ids.move_id, amount=20.0)
        with self.assertRaisesRegex(UserError, "1 invoices .* for example INV-1"):
            record.action_undo()
        self.assertEqual(record.state, "done")

    def test_contacted_debtor_is_in_the_way(self):
        record = self.load({"due_date": "2026-02-01"})
        record.line_ids.partner_id.email = "ap@contoh.example"
        self.run_day(self.day(20), send=False)
        self.assertTrue(self.actions(record.line_ids.partner_id))
        with self.assertRaisesRegex(UserError, "Debtors were contacted"):
            record.action_undo()

    def test_customers_that_others_use_stay(self):
        record = self.load({})
        partner = record.line_ids.partner_id
        self.post_invoice(partner=partner)
        record._undo_all()
        self.assertTrue(partner.exists())

    def test_customer_that_another_module_refers_to_stays(self):
        record = self.load({}, {"customer_number": "2", "invoice_number": "2"})
        kept, gone = record.line_ids.sorted("row").partner_id
        self.env["account.payment"].create(
            {"partner_id": kept.id, "amount": 1.0, "payment_type": "inbound"}
        )
        record._undo_all()
        self.assertTrue(kept.exists())
        self.assertFalse(gone.exists())

    def test_partners_that_cannot_be_deleted_stop_nothing(self):
        kept, gone = (self.make_debtor(name) for name in ("Kept", "Gone"))
        self.post_invoice(partner=kept)
        (kept + gone)._unlink_unless_used()
        self.assertTrue(kept.exists())
        self.assertFalse(gone.exists())

    def test_closed_period_is_reversed_and_not_touched(self):
        record = self.load(
            {"paid_amount": "10.00"},
            {"due_date": "2026-04-02", "amount": "50.00"},
            {"invoice_number": "C", "amount": "-5.00"},
        )
        moves = record.line_ids.move_id
        self.company.fiscalyear_lock_date = "2026-02-28"
        record._undo_all()
        self.assertEqual(record.state, "undone")
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual(moves.mapped("amount_residual"), [0.0, 0.0])
        reversals = moves.reversal_move_ids
        self.assertEqual(len(reversals), 2)
        self.assertEqual(
            set(reversals.mapped("date")), {fields.Date.context_today(moves)}
        )
        balance = self.env["account.move.line"]._read_group(
            [("account_id", "=", self.company.collection_opening_account_id.id)],
            [],
            ["balance:sum"],
        )
        self.assertEqual(balance, [(0.0,)])

    def test_audit_trail_keeps_cancelled_entries(self):
        self.company.restrictive_audit_trail = True
        record = self.load({})
        move = record.line_ids.move_id
        record._undo_all()
        self.assertEqual(move.state, "cancel")
        self.assertEqual(self.load({}).done_count, 1)

    def test_only_what_is_imported_can_be_undone(self):
        with self.assertRaisesRegex(UserError, "done or stopped"):
            self.upload({}).action_undo()
