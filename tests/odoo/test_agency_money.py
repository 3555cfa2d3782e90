"""Money that an agency recovered: from its receipt to a clearing account of zero."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .results_common import ResultsCommon


class TestAgencyMoney(ResultsCommon):
    def setUp(self):
        super().setUp()
        self.partner = self.agency.partner_id
        self.payable = self.partner.property_account_payable_id
        self.receivable = self.debtor.property_account_receivable_id

    def ledger(self):
        """Receivable of the debtor, clearing and payable of the agency."""
        return (
            self.balance(self.receivable, self.debtor),
            self.balance(self.clearing, self.partner),
            self.balance(self.payable, self.partner),
        )

    def test_accepting_settles_the_oldest_item_first(self):
        receipt = self.accept(700)
        self.assertRecordValues(
            receipt,
            [{"state": "accepted", "net": 700, "decided_by": self.collector.id}],
        )
        self.assertEqual(
            [(line.item_id.move_id, line.amount) for line in receipt.line_ids],
            [(self.first, 600), (self.second, 100)],
        )
        self.assertEqual(self.first.payment_state, "paid")
        self.assertEqual(self.second.amount_residual, 300)
        self.assertEqual(self.ledger(), (300, 700, 0))
        self.assertEqual(receipt.move_id.date, self.day(70))

    def test_named_items_are_settled(self):
        self.accept(300, item_ids=self.item(self.second).ids)
        self.assertEqual(self.first.amount_residual, 600)
        self.assertEqual(self.second.amount_residual, 100)

    def test_from_receipt_to_a_clearing_account_of_zero(self):
        one = self.accept(400, 60)
        two = self.accept(200, 30, reference="R-2")
        remittance = self.remit(one | two, 510, reference="Bank 1")
        self.assertRecordValues(
            remittance, [{"expected": 510, "amount": 510, "difference": 0}]
        )
        self.assertEqual(self.ledger(), (400, 90, 0))
        bill = self.placement.with_user(self.collector)._draft_commission_bill()
        self.assertRecordValues(
            bill, [{"state": "draft", "move_type": "in_invoice", "amount_total": 90}]
        )
        self.assertEqual(bill.invoice_line_ids.mapped("price_unit"), [90])
        self.assertEqual((one.commission_due, two.commission_due), (60, 30))
        self.post_bill(bill)
        self.assertEqual(self.ledger(), (400, 0, 0))
        self.assertEqual(bill.payment_state, "paid")
        bank = self.company_data["default_journal_bank"]
        outstanding = remittance.payment_id.outstanding_account_id
        self.assertEqual(self.balance(outstanding, self.partner), 510)
        self.assertEqual(remittance.payment_id.journal_id, bank)
        expense = bill.invoice_line_ids.account_id
        self.assertEqual(self.balance(expense, self.partner), 90)
        open_lines = self.env["account.move.line"].search(
            [("account_id", "=", self.clearing.id), ("reconciled", "=", False)]
        )
        self.assertFalse(open_lines)

    def test_the_bill_may_come_before_the_money(self):
        receipt = self.accept(600, 90)
        self.post_bill(self.placement._draft_commission_bill())
        self.assertEqual(self.ledger(), (400, 510, 0))
        self.remit(receipt, 510)
        self.assertEqual(self.ledger(), (400, 0, 0))

    def test_an_agency_that_keeps_nothing_is_paid(self):
        receipt = self.accept(600)
        bill = self.post_bill(self.placement._draft_commission_bill())
        self.remit(receipt, 600)
        self.assertEqual(self.ledger(), (400, 0, -90))
        self.assertFalse(bill.collection_netting_ids)

    def test_vat_stays_to_be_paid_when_it_was_not_kept(self):
        tax = self.company_data["default_tax_purchase"]
        self.agency.tax_ids = tax
        self.accept(600, 90)
        bill = self.post_bill(self.placement._draft_commission_bill())
        self.assertEqual(bill.amount_tax, 90 * tax.amount / 100)
        self.assertEqual(bill.amount_residual, bill.amount_tax)

    def test_what_is_missing_is_explained_and_still_owed(self):
        receipt = self.accept(600, 90)
        with self.assertRaisesRegex(UserError, "Say why it differs"):
            self.remit(receipt, 500)
        self.assertFalse(receipt.remittance_id)
        remittance = self.remit(receipt, 500, explanation="Bank charges")
        self.assertEqual(remittance.difference, -10)
        self.post_bill(self.placement._draft_commission_bill())
        self.assertEqual(self.ledger(), (400, 10, 0))

    def test_an_invoice_beyond_the_contract_is_explained(self):
        self.accept(600, 90)
        bill = self.placement._draft_commission_bill(reference="INV-7", stated=99)
        self.assertEqual(bill.collection_commission_difference, 9)
        bill.with_env(self.env).invoice_date = self.day(76)
        with self.assertRaisesRegex(UserError, "say why it differs"):
            bill.with_env(self.env).action_post()
        self.post_bill(bill, stated=99, note="Postage, we pay 90")
        self.assertEqual(bill.amount_total, 90)

    def test_the_invoice_of_the_agency_is_needed(self):
        self.accept(600, 90)
        bill = self.placement._draft_commission_bill().with_env(self.env)
        bill.invoice_date = self.day(76)
        with self.assertRaisesRegex(UserError, "number and amount of the invoice"):
            bill.action_post()

    def test_a_bill_over_nothing_is_not_drafted(self):
        self.agency = self.make_agency("Free of Charge", rate=0)
        invoice = self.post_invoice(50)
        self.make_run(self.day(self.PLACED))._execute()
        self.placement = self.place(self.item(invoice))
        self.accept(50)
        with self.assertRaisesRegex(UserError, "nothing was earned"):
            self.placement._draft_commission_bill()

    def test_the_account_of_the_commission(self):
        account = self.company_data["default_account_expense"].copy()
        self.company.sudo().collection_commission_account_id = account
        self.accept(600, 90)
        bill = self.placement._draft_commission_bill()
        self.assertEqual(bill.invoice_line_ids.account_id, account)

    def test_agencies_are_counted_together(self):
        self.accept(100, 15)
        self.report(100, reference="R-2")
        agencies = self.agency
        for number in range(12):
            agencies |= self.make_agency(f"Agency {number}")
        names = ["to_accept_count", "to_remit", "portal_count"]
        self.assertEqual(
            [(one.to_accept_count, one.to_remit) for one in self.agency],
            [(1, "$\N{NO-BREAK SPACE}85.00")],
        )
        counts = []
        for records in (self.agency, agencies):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_nothing_is_billed_twice(self):
        self.accept(600, 90)
        self.placement._draft_commission_bill()
        with self.assertRaisesRegex(UserError, "not billed yet"):
            self.placement._draft_commission_bill()
        self.accept(100, reference="R-2")
        bill = self.placement._draft_commission_bill()
        self.assertEqual(bill.amount_total, 15)

    def test_a_bill_opened_again_is_not_set_off(self):
        self.accept(600, 90)
        bill = self.post_bill(self.placement._draft_commission_bill())
        self.assertEqual(self.ledger()[1:], (510, 0))
        bill.button_draft()
        self.assertEqual(self.balance(self.clearing, self.partner), 600)
        bill.action_post()
        self.assertEqual(self.ledger()[1:], (510, 0))
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(self.placement._draft_commission_bill().amount_total, 90)

    def test_undoing_an_acceptance(self):
        receipt = self.accept(600, 90)
        entry = receipt.move_id
        receipt._undo_acceptance()
        self.assertRecordValues(receipt, [{"state": "reported", "move_id": False}])
        self.assertEqual(self.ledger(), (1000, 0, 0))
        self.assertEqual(self.first.amount_residual, 600)
        self.assertEqual(entry.state, "posted")
        receipt._accept()
        self.assertEqual(self.ledger(), (400, 600, 0))

    def test_what_was_passed_on_or_billed_is_not_undone(self):
        receipt = self.accept(600, 90)
        remittance = self.remit(receipt, 510)
        with self.assertRaisesRegex(UserError, "Undo that remittance first"):
            receipt._undo_acceptance()
        remittance.action_undo()
        self.assertEqual(self.ledger(), (400, 600, 0))
        bill = self.placement._draft_commission_bill()
        with self.assertRaisesRegex(UserError, "Delete or cancel that bill first"):
            receipt._undo_acceptance()
        bill.with_env(self.env).unlink()
        receipt._undo_acceptance()
        self.assertEqual(self.ledger(), (1000, 0, 0))

    def test_a_receipt_in_a_locked_period_is_booked_on_the_first_open_day(self):
        self.company.sudo().fiscalyear_lock_date = self.day(72)
        receipt = self.accept(600)
        self.assertEqual(receipt.move_id.date, self.day(73))
        self.assertEqual(receipt.date, self.day(70))

    def test_rejecting_needs_a_reason(self):
        receipt = self.report(100)
        with self.assertRaisesRegex(UserError, "the agency reads the reason"):
            receipt._reject(" ")
        receipt._reject("Not ours")
        self.assertEqual(receipt.state, "rejected")
        with self.assertRaisesRegex(ValidationError, "decided upon already"):
            receipt._accept()
        # The reference is free again.
        self.report(100)

    def test_impossible_receipts_are_refused_and_nothing_is_kept(self):
        for words, args, vals in (
            ("more than zero", (0.0,), {}),
            ("commission is more than", (100.0, 101.0), {}),
            ("Only .*1,000.00.* is still open", (1000.01,), {}),
            ("lies in the future", (100.0,), {"offset": 100}),
            ("before the placement began", (100.0,), {"offset": 59}),
        ):
            with (
                self.subTest(words=words),
                self.assertRaisesRegex(Exception, words),
                self.env.cr.savepoint(),
            ):
                self.report(*args, **vals)
        self.assertFalse(self.env["collection.placement.receipt"].search([]))

    def test_what_is_reported_already_is_not_open_any_more(self):
        self.report(900)
        with self.assertRaisesRegex(ValidationError, "Only .*100.00"):
            self.report(101, reference="R-2")
        self.report(100, reference="R-2")

    def test_the_same_receipt_is_not_reported_twice(self):
        self.report(100)
        with self.assertRaisesRegex(ValidationError, "reported for the placement"):
            self.report(100)

    def test_paid_to_us_in_the_meantime(self):
        receipt = self.report(600)
        self.pay(self.first, 600, self.day(71))
        with self.assertRaisesRegex(ValidationError, "Only .*400.00"):
            receipt._accept()
        self.assertEqual(receipt.state, "reported")

    def test_one_of_two_that_cannot_both_be(self):
        one = self.report(600)
        two = self.report(400, reference="R-2")
        self.pay(self.second, 400, self.day(71))
        one._accept()
        with self.assertRaisesRegex(ValidationError, "Only .*0.00"):
            two._accept()

    def test_the_wizard_proposes_what_is_expected(self):
        one = self.accept(400, 60)
        self.accept(200, 30, reference="R-2")
        self.report(50, reference="R-3")
        form = Form(
            self.env["collection.remittance.wizard"].with_context(
                active_model="collection.agency", active_ids=self.agency.ids
            )
        )
        self.assertEqual(len(form.receipt_ids), 2)
        self.assertEqual((form.gross, form.commission, form.amount), (600, 90, 510))
        form.amount = 500
        self.assertEqual(form.difference, -10)
        form.explanation = "Bank charges"
        action = form.save().action_register()
        remittance = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(remittance.amount, 500)
        self.assertIn(one, remittance.receipt_ids)

    def test_an_agency_may_keep_all_of_it(self):
        receipt = self.accept(90, 90)
        remittance = self.remit(receipt, 0)
        self.assertFalse(remittance.payment_id)
        self.post_bill(self.placement._draft_commission_bill(), note="Sent back 76.50")
        self.assertEqual(self.ledger()[1], 76.5)

    def test_many_are_accepted_together(self):
        for index in range(12):
            self.report(1, reference=f"Q-{index}")
        receipts = self.env["collection.placement.receipt"].search([])
        self.assertEqual(len(receipts), 12)
        receipts._accept()
        self.assertEqual(self.ledger(), (988, 12, 0))

    def test_after_the_recall_only_what_was_received_before(self):
        self.placement.sudo().write({"state": "recalled", "date_ended": self.day(72)})
        with self.assertRaisesRegex(ValidationError, "placement ended on"):
            self.report(100, offset=73)
        self.accept(100, offset=72)

    def test_a_foreign_item_leaves_its_exchange_difference(self):
        foreign = self.other_currency
        invoice = self.post_invoice(600, currency_id=foreign.id)
        self.make_run(self.day(self.PLACED))._execute()
        self.placement = self.place(self.item(invoice))
        self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "company_id": self.company.id,
                "name": self.day(65),
                "rate": 4.0,
            }
        )
        receipt = self.accept(600, 90)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(
            receipt.move_id.line_ids.mapped("amount_currency"), [600, -600]
        )
        self.assertEqual(self.balance(self.clearing, self.partner), 150)
        self.remit(receipt, 510)
        self.post_bill(self.placement._draft_commission_bill())
        self.assertEqual(self.balance(self.clearing, self.partner), 0)
        self.assertEqual(self.balance(self.clearing, self.partner, foreign), 0)
        self.assertEqual(self.balance(self.payable, self.partner), 0)

    def test_currencies_are_not_mixed(self):
        foreign = self.post_invoice(600, currency_id=self.other_currency.id)
        self.make_run(self.day(self.PLACED))._execute()
        own = self.accept(100)
        self.placement = self.place(self.item(foreign))
        other = self.accept(100)
        with self.assertRaisesRegex(UserError, "several companies or currencies"):
            self.remit(own | other, 200)

    def test_clear_words_where_the_account_is_missing(self):
        self.company.sudo().write(
            {
                "collection_agency_account_id": False,
                "collection_agency_journal_id": False,
            }
        )
        receipt = self.report(100)
        with self.assertRaisesRegex(UserError, "Ask an accounting administrator"):
            receipt._accept()
        self.assertEqual(receipt.state, "reported")
        self.company._ensure_agency_accounts()
        receipt._accept()
        account = self.company.collection_agency_account_id
        self.assertTrue(account.reconcile)
        self.assertEqual(account.account_type, "asset_current")

    def test_who_may(self):
        receipt = self.report(100)
        with self.assertRaises(AccessError):
            receipt.with_user(self.reader)._accept()
        self.placement.case_id.user_id = self.manager
        with self.assertRaisesRegex(AccessError, "is the case of"):
            receipt.with_user(self.collector)._accept()
        with self.assertRaisesRegex(AccessError, "cannot be entered"):
            receipt.with_user(self.manager).write({"state": "accepted"})
        receipt.with_user(self.manager)._accept()
        with self.assertRaises(AccessError):
            self.agency.with_user(self.manager)._register_remittance(
                receipt.with_user(self.manager),
                100,
                self.day(75),
                self.company_data["default_journal_bank"],
            )
