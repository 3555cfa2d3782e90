"""Currencies, taxes, closed periods: the entry is right to the cent, or refused."""

from odoo.exceptions import UserError
from odoo.fields import Command, Date

from .writeoff_common import TaxedCommon


class TestWriteoffLedger(TaxedCommon):
    # Currencies

    def foreign_invoice(self, amount=1000):
        # 0.5 EUR are 1: booked at 2 of our own each.
        return self.post_invoice(amount, currency_id=self.foreign.id, due=self.day(0))

    def test_foreign_currency_goes_at_the_rate_of_the_item(self):
        invoice = self.foreign_invoice()
        item = self.chase(invoice)
        booked = self.receivable_lines(invoice).balance
        before = self.exchange_moves()
        # Meanwhile the rate is another one.
        writeoff = self.write_off(item)
        self.assertEqual(writeoff.currency_id, self.foreign)
        self.assertEqual(writeoff.amount_company, booked)
        self.assertEqual(
            self.ledger(writeoff.move_id),
            {self.receivable: (-1000, -booked), self.bad_debt: (1000, booked)},
        )
        self.assertEqual(self.exchange_moves(), before)
        self.assert_ties()

    def test_parts_of_a_foreign_item(self):
        invoice = self.foreign_invoice(333.33)
        item = self.chase(invoice)
        booked = self.receivable_lines(invoice).balance
        first = self.write_off(item, [111.11])
        second = self.write_off(item, [111.11])
        third = self.write_off(item)
        total = sum((first | second | third).mapped("amount_company"))
        self.assertAlmostEqual(total, booked)
        self.assertEqual(third.amount, 111.11)
        self.assertEqual(item.state, "written_off")
        self.assertFalse(self.exchange_moves() & (first | second | third).move_id)
        self.assert_ties()

    def test_an_item_with_an_exchange_difference_booked_before(self):
        invoice = self.foreign_invoice()
        payment = self.pay_on_account(400, currency=self.foreign, date=self.day(35))
        line = self.receivable_lines(invoice)
        (line | self.receivable_lines(payment.move_id)).reconcile()
        differences = self.exchange_moves()
        self.assertTrue(differences, "the test needs one")
        item = self.chase(invoice)
        left = line.amount_residual
        writeoff = self.write_off(item)
        self.assertEqual((writeoff.amount, writeoff.amount_company), (600, left))
        self.assertEqual(line.amount_residual, 0)
        self.assertEqual(self.exchange_moves(), differences)
        self.assert_ties()

    def test_an_item_whose_books_were_corrected(self):
        """A difference in company currency alone goes with the last of the item."""
        for correction in (-50, 70):
            with self.subTest(correction):
                invoice = self.foreign_invoice(100)
                line = self.receivable_lines(invoice)
                other = self.entry(
                    correction, self.day(10), currency=self.foreign, amount_currency=0
                )
                if correction < 0:
                    (line | other).with_context(no_exchange_difference=True).reconcile()
                left = line.amount_residual
                differences = self.exchange_moves()
                item = self.chase(invoice)
                writeoff = self.write_off(item)
                self.assertEqual(writeoff.amount_company, left)
                self.assertTrue(line.reconciled)
                self.assertEqual(self.exchange_moves(), differences)

    def test_part_then_payment_of_the_rest_in_foreign_currency(self):
        invoice = self.foreign_invoice()
        item = self.chase(invoice)
        self.write_off(item, [400])
        self.pay(invoice, date=self.day(self.TODAY))
        line = self.receivable_lines(invoice)
        self.assertEqual((line.amount_residual_currency, line.amount_residual), (0, 0))
        self.assert_ties()

    def test_two_currencies_do_not_fit_into_one(self):
        own, other = self.post_invoice(100), self.foreign_invoice()
        items = self.chase(own, other)
        with self.assertRaisesRegex(UserError, "Make a write-off of its own"):
            self.propose(items)

    # Tax

    def test_no_relief_is_gross(self):
        invoice = self.invoice_of(1000, self.tax)
        writeoff = self.write_off(self.chase(invoice))
        self.assertEqual(
            self.ledger(writeoff.move_id),
            {self.receivable: (-1110, -1110), self.bad_debt: (1110, 1110)},
        )
        self.assertEqual((writeoff.amount_tax, writeoff.relief_state), (0, "none"))
        self.assertFalse(self.tagged(writeoff.move_id))

    def test_relief_at_once(self):
        invoice = self.invoice_of(1000, self.tax)
        writeoff = self.write_off(self.chase(invoice), tax_relief="now")
        self.assertEqual(
            self.ledger(writeoff.move_id),
            {
                self.receivable: (-1110, -1110),
                self.bad_debt: (1000, 1000),
                self.tax_account: (110, 110),
            },
        )
        # As a credit note of it would be declared.
        self.assertEqual(
            self.tagged(writeoff.move_id), {"base out": 1000, "tax out": 110}
        )
        self.assertEqual((writeoff.amount_tax, writeoff.relief_state), (110, "claimed"))
        self.assert_ties()

    def test_relief_for_a_part_of_what_is_open(self):
        invoice = self.invoice_of(1000, self.tax)
        self.pay(invoice, 555, date=self.day(5))
        writeoff = self.write_off(self.chase(invoice), [222], tax_relief="now")
        self.assertEqual(writeoff.amount_tax, 22)
        self.assertEqual(
            self.ledger(writeoff.move_id),
            {
                self.receivable: (-222, -222),
                self.bad_debt: (200, 200),
                self.tax_account: (22, 22),
            },
        )

    def test_two_taxes_and_rounding(self):
        other = self.make_tax("Output 7 %", 7)
        invoice = self.post_invoice(
            invoice_line_ids=[
                Command.create(
                    {
                        "name": name,
                        "price_unit": price,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
                for name, price, tax in (
                    ("A", 33.33, self.tax),
                    ("B", 12.17, other),
                    ("C", 0.99, self.tax | other),
                )
            ]
        )
        item = self.chase(invoice)
        first = self.write_off(item, [10.01], tax_relief="now")
        second = self.write_off(item, tax_relief="now")
        for writeoff in first | second:
            self.assertEqual(sum(writeoff.move_id.line_ids.mapped("balance")), 0)
        self.assertTrue(self.receivable_lines(invoice).reconciled)
        total = (first | second).mapped("amount_tax")
        self.assertAlmostEqual(sum(total), invoice.amount_tax, delta=0.02)

    def test_relief_in_a_foreign_currency(self):
        invoice = self.invoice_of(100, self.tax, currency_id=self.foreign.id)
        item = self.chase(invoice)
        booked = self.receivable_lines(invoice).balance
        writeoff = self.write_off(item, tax_relief="now")
        tax_line = invoice.line_ids.filtered("tax_line_id")
        entry = self.ledger(writeoff.move_id)
        self.assertEqual(entry[self.tax_account], (11, -tax_line.balance))
        self.assertEqual(entry[self.receivable], (-111, -booked))

    def test_relief_later(self):
        self.company.collection_writeoff_relief_months = 1
        invoice = self.invoice_of(1000, self.tax)
        writeoff = self.write_off(self.chase(invoice), tax_relief="later")
        self.assertEqual(writeoff.relief_state, "waiting")
        self.assertEqual(self.ledger(writeoff.move_id)[self.bad_debt], (1110, 1110))
        claim = writeoff.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "^Conditions Are Met"):
            claim.action_claim_relief()
        claim.relief_checked = True
        with self.assertRaisesRegex(UserError, "can be claimed from"):
            claim._claim_relief(self.day(20))
        claim.action_claim_relief()
        relief = writeoff.relief_move_id
        self.assertEqual(
            self.ledger(relief),
            {self.bad_debt: (-110, -110), self.tax_account: (110, 110)},
        )
        self.assertEqual(self.tagged(relief), {"base out": 1000, "tax out": 110})
        self.assertEqual(writeoff.amount_tax, 110)
        with self.assertRaisesRegex(UserError, "no tax relief is to be claimed"):
            claim.action_claim_relief()

    def test_tax_owed_upon_payment_never_falls_due(self):
        waiting = self.company_data["default_account_assets"].copy(
            {"name": "Tax in waiting", "code": "141777", "reconcile": True}
        )
        self.company.tax_exigibility = True
        tax = self.make_tax(
            "Upon payment",
            11,
            tax_exigibility="on_payment",
            cash_basis_transition_account_id=waiting.id,
        )
        invoice = self.invoice_of(1000, tax)
        item = self.chase(invoice)
        self.assertEqual(self.balance(waiting), -110)
        writeoff = self.write_off(item, [555])
        self.assertEqual(self.balance(waiting), -55)
        self.assertFalse(self.tagged(writeoff.move_id))
        self.assertFalse(
            self.env["account.move"].search(
                [("tax_cash_basis_origin_move_id", "=", invoice.id)]
            ),
            "nothing was paid, so no tax fell due",
        )
        # The rest is paid, and its tax falls due as ever.
        self.pay(invoice, date=self.day(self.TODAY))
        self.assertEqual(self.balance(waiting), 0)
        due = self.env["account.move"].search(
            [("tax_cash_basis_origin_move_id", "=", invoice.id)]
        )
        self.assertEqual(self.ledger(due)[self.tax_account], (-55, -55))
        self.assert_ties()

    # Closed periods

    def test_locked_periods(self):
        item = self.chase(self.post_invoice(100))
        writeoff = self.approve(self.propose(item)).with_user(self.manager)
        lock = self.day(30)
        for name, words in (
            ("fiscalyear_lock_date", "Global Lock Date"),
            ("hard_lock_date", "Hard Lock Date"),
        ):
            with self.subTest(name):
                self.company[name] = lock
                with self.assertRaisesRegex(UserError, words) as caught:
                    writeoff._post(self.day(29))
                self.assertIn("Choose 04/02/2026", str(caught.exception))
                self.assertFalse(writeoff.move_id)
        writeoff.date = self.day(31)
        writeoff._post()
        self.assertEqual(writeoff.move_id.date, self.day(31))

    def test_the_tax_lock_closes_for_relief_alone(self):
        first, second = self.invoice_of(100, self.tax), self.invoice_of(100, self.tax)
        items = self.chase(first, second)
        self.company.tax_lock_date = self.day(30)
        plain = self.approve(self.propose(items[0])).with_user(self.manager)
        plain._post(self.day(20))
        taxed = self.approve(self.propose(items[1], tax_relief="now"))
        with self.assertRaisesRegex(UserError, "Tax Return Lock Date"):
            taxed.with_user(self.manager)._post(self.day(20))
        self.assertFalse(taxed.move_id)

    def test_days_that_cannot_be(self):
        item = self.chase(self.post_invoice(100))
        writeoff = self.approve(self.propose(item)).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "still to come"):
            writeoff._post(self.day(self.TODAY + 1))
        with self.assertRaisesRegex(UserError, "was booked on"):
            writeoff._post(Date.to_date("2026-01-01"))
