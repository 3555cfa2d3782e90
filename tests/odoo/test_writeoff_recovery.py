"""What comes in later, and what is undone: the ledger and the history are right."""

from odoo.exceptions import AccessError, UserError

from .writeoff_common import TaxedCommon


class TestWriteoffRecovery(TaxedCommon):
    def setUp(self):
        super().setUp()
        self.invoice = self.post_invoice(1000)
        self.case = self.chase(self.invoice).case_id

    def payment_line(self, amount, **vals):
        vals.setdefault("date", self.day(self.TODAY))
        return self.receivable_lines(self.pay_on_account(amount, **vals).move_id)

    def recover(self, writeoff, line, amount=None, **vals):
        return writeoff.with_user(self.manager)._record_recovery(line, amount, **vals)

    def test_recovery_in_two_parts(self):
        writeoff = self.write_off(self.item(self.invoice))
        first = self.recover(writeoff, self.payment_line(400))
        self.assertEqual(
            self.ledger(first.move_id),
            {self.receivable: (400, 400), self.income: (-400, -400)},
        )
        self.assertTrue(first.payment_line_id.reconciled)
        self.assertEqual(writeoff.amount_recovered, 400)
        self.assertEqual((writeoff.amount_lost, writeoff.recovery_rate), (600, 0.4))
        self.assertEqual(writeoff.line_ids.amount_recovered, 400)
        # More than is missing stays on account of the debtor.
        line = self.payment_line(700)
        with self.assertRaisesRegex(UserError, "only .*600.* has not come back"):
            self.recover(writeoff, line, 700)
        self.recover(writeoff, line)
        self.assertEqual(line.amount_residual, -100)
        self.assertEqual((writeoff.amount_lost, writeoff.recovery_rate), (0, 1))
        with self.assertRaisesRegex(UserError, "has not come back"):
            self.recover(writeoff, line)
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(self.events()[-2:], ["writeoff_recovered"] * 2)
        self.assert_ties()

    def test_whose_payment(self):
        writeoff = self.write_off(self.item(self.invoice))
        stranger = self.make_debtor("Stranger")
        euros = self.payment_line(100, currency=self.foreign)
        matched = self.receivable_lines(self.invoice)
        for line, words in (
            (self.payment_line(10, partner=stranger), "a payment or credit of"),
            (matched, "a payment or credit of"),
            (euros, "is in EUR"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.recover(writeoff, line)
        early = self.payment_line(10)
        with self.assertRaisesRegex(UserError, "Choose that day or a later one"):
            self.recover(writeoff, early, date=self.day(self.TODAY - 1))

    def test_tax_is_owed_again(self):
        invoice = self.invoice_of(1000, self.tax)
        item = self.chase(invoice).filtered(lambda one: one.move_id == invoice)
        writeoff = self.write_off(item, tax_relief="now")
        first = self.recover(writeoff, self.payment_line(333.33))
        self.assertEqual(
            self.ledger(first.move_id),
            {
                self.receivable: (333.33, 333.33),
                self.income: (-300.30, -300.30),
                self.tax_account: (-33.03, -33.03),
            },
        )
        self.assertEqual(
            self.tagged(first.move_id), {"base in": -300.3, "tax in": -33.03}
        )
        second = self.recover(writeoff, self.payment_line(776.67))
        self.assertAlmostEqual(first.amount_tax + second.amount_tax, 110)
        # Written off and recovered in full: the tax is what was invoiced.
        moves = invoice | writeoff.move_id | first.move_id | second.move_id
        total = sum(
            moves.line_ids.filtered(
                lambda one: one.account_id == self.tax_account
            ).mapped("balance")
        )
        self.assertAlmostEqual(total, -110)
        self.assert_ties()

    def test_without_relief_all_is_income(self):
        invoice = self.invoice_of(1000, self.tax)
        item = self.chase(invoice).filtered(lambda one: one.move_id == invoice)
        writeoff = self.write_off(item)
        recovery = self.recover(writeoff, self.payment_line(111))
        self.assertEqual(self.ledger(recovery.move_id)[self.income], (-111, -111))

    def test_foreign_currency_at_the_rate_of_the_payment(self):
        invoice = self.post_invoice(1000, currency_id=self.foreign.id)
        item = self.chase(invoice).filtered(lambda one: one.move_id == invoice)
        writeoff = self.write_off(item)
        line = self.payment_line(500, currency=self.foreign)
        before = self.exchange_moves()
        recovery = self.recover(writeoff, line)
        self.assertEqual(recovery.amount, 500)
        self.assertEqual(recovery.amount_company, -line.balance)
        self.assertTrue(line.reconciled)
        self.assertEqual(self.exchange_moves(), before)
        self.assert_ties()

    def test_closed_period(self):
        writeoff = self.write_off(self.item(self.invoice), date=self.day(20))
        line = self.payment_line(100, date=self.day(25))
        self.company.fiscalyear_lock_date = self.day(30)
        with self.assertRaisesRegex(UserError, "in a period that is closed"):
            self.recover(writeoff, line, date=self.day(28))
        self.assertFalse(writeoff.recovery_ids)

    def test_collectors_do_not_book(self):
        writeoff = self.write_off(self.item(self.invoice))
        line = self.payment_line(10)
        with self.assertRaises(AccessError):
            writeoff.with_user(self.collector)._record_recovery(line)

    def test_wizard(self):
        writeoff = self.write_off(self.item(self.invoice))
        line = self.payment_line(300)
        Wizard = self.env["collection.writeoff.recovery.wizard"].with_user(self.manager)
        wizard = Wizard.create({"writeoff_id": writeoff.id})
        self.assertEqual((wizard.payment_line_id, wizard.amount), (line, 300))
        wizard.action_record()
        self.assertEqual(writeoff.amount_recovered, 300)
        new = Wizard.create(
            {
                "writeoff_id": writeoff.id,
                "kind": "new",
                "journal_id": self.company_data["default_journal_bank"].id,
                "amount": 200,
            }
        )
        with self.assertRaisesRegex(AccessError, "Only accountants"):
            new.action_record()
        new.with_env(self.env).action_record()
        self.assertEqual(writeoff.amount_recovered, 500)
        self.assert_ties()

    # Hints

    def test_a_payment_after_the_write_off_is_hinted_at_once(self):
        writeoff = self.write_off(self.item(self.invoice), date=self.day(20))
        self.make_run(self.day(self.TODAY))._execute()
        self.assertFalse(writeoff.activity_ids)
        self.payment_line(100)
        self.make_run(self.day(self.TODAY))._execute()
        self.make_run(self.day(self.TODAY))._execute()
        self.assertEqual(len(writeoff.activity_ids), 1)
        self.assertEqual(writeoff.activity_ids.user_id, self.collector)

    # Undo

    def test_undo_of_a_recovery(self):
        writeoff = self.write_off(self.item(self.invoice))
        first = self.recover(writeoff, self.payment_line(100))
        second = self.recover(writeoff, self.payment_line(200))
        undo = writeoff.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "the last one first"):
            undo._undo_recovery(first, "wrong debtor")
        with self.assertRaisesRegex(UserError, "^Reason"):
            undo._undo_recovery(second, " ")
        undo._undo_recovery(second, "wrong debtor")
        self.assertEqual(second.state, "reversed")
        self.assertEqual(second.payment_line_id.amount_residual, -200)
        self.assertEqual(writeoff.amount_recovered, 100)
        self.assertEqual(writeoff.line_ids.amount_recovered, 100)
        self.assertEqual(self.balance(self.income), -100)
        with self.assertRaisesRegex(UserError, "Undo its recoveries first"):
            undo._undo("mistake")
        undo._undo_recovery(first, "wrong debtor")
        self.assertEqual(self.balance(self.income), 0)
        self.assert_ties()

    def test_undo_brings_item_and_case_back(self):
        item = self.item(self.invoice)
        item.sudo().level_id = self.levels["R2"]
        writeoff = self.write_off(item)
        cycle = item.cycle
        self.make_run(self.day(self.TODAY))._execute()
        self.assertEqual(self.case.state, "closed")
        writeoff.with_user(self.manager)._undo("The debtor was found.")
        self.assertEqual((writeoff.state, item.state), ("reversed", "open"))
        self.assertEqual(item.case_id, self.case)
        self.assertEqual((self.case.state, self.case.closed_date), ("open", False))
        self.assertEqual(self.case.stage_id.code, "reminder")
        self.assertEqual((item.level_id, item.cycle), (self.levels["R2"], cycle + 1))
        self.assertEqual(item.amount_residual, 1000)
        self.assertEqual(self.balance(self.bad_debt), 0)
        # The next run finds it as it is, and counts nothing twice.
        self.make_run(self.day(self.TODAY))._execute()
        self.assertEqual((item.cycle, item.state), (cycle + 1, "open"))
        self.assertEqual(item.case_id, self.case)
        self.assertEqual(self.item(self.invoice), item)
        self.assert_ties()
        # And it may be written off once more.
        self.write_off(item)
        self.assertEqual(item.state, "written_off")

    def test_undo_when_a_new_case_has_begun(self):
        item = self.item(self.invoice)
        writeoff = self.write_off(item)
        self.make_run(self.day(self.TODAY))._execute()
        other = self.chase(self.post_invoice(50)).filtered(lambda one: one != item)
        self.assertNotEqual(other.case_id, self.case)
        writeoff.with_user(self.manager)._undo("mistake")
        self.assertEqual(item.case_id, other.case_id)
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(writeoff.case_id, self.case)

    def test_undo_of_a_part(self):
        item = self.item(self.invoice)
        writeoff = self.write_off(item, [600])
        self.pay(self.invoice, date=self.day(self.TODAY))
        self.make_run(self.day(self.TODAY))._execute()
        self.assertEqual(item.state, "paid")
        writeoff.with_user(self.manager)._undo("mistake")
        self.assertEqual((item.state, item.amount_residual), ("open", 600))

    def test_undo_takes_the_tax_back(self):
        for relief in ("now", "later"):
            with self.subTest(relief):
                invoice = self.invoice_of(1000, self.tax)
                self.chase(invoice)
                writeoff = self.write_off(self.item(invoice), tax_relief=relief)
                if relief == "later":
                    writeoff.relief_checked = True
                    writeoff.with_user(self.manager).action_claim_relief()
                writeoff.with_user(self.manager)._undo("mistake")
                moves = self.env["account.move"].search(
                    [("collection_writeoff_id", "=", writeoff.id)]
                )
                self.assertEqual(len(moves), 2 if relief == "now" else 4)
                self.assertEqual(self.tagged(*moves), {"base out": 0, "tax out": 0})
                self.assertEqual(writeoff.amount_tax, 0)
                self.assertEqual(invoice.amount_residual, 1110)

    def test_undo_in_a_closed_period(self):
        writeoff = self.write_off(self.item(self.invoice), date=self.day(20))
        self.company.fiscalyear_lock_date = self.day(30)
        undo = writeoff.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "in a period that is closed"):
            undo._undo("mistake", self.day(25))
        undo._undo("mistake")
        self.assertEqual(writeoff.reversal_id.date, self.day(self.TODAY))
        self.assert_ties()

    def test_rates_of_groups_are_weighted(self):
        self.recover(self.write_off(self.item(self.invoice)), self.payment_line(500))
        small = self.post_invoice(100)
        item = self.chase(small).filtered(lambda one: one.move_id == small)
        self.write_off(item)
        rows = self.env["collection.writeoff"]._read_group(
            [("partner_id", "=", self.debtor.id)],
            ["reason_id"],
            ["recovery_rate:avg", "amount_company:sum"],
        )
        self.assertEqual(rows, [(self.why, 500 / 1100, 1100)])
