from odoo.exceptions import UserError

from .ageing_common import AgeingCommon


class TestAgeingOfTheLedger(AgeingCommon):
    """The ageing of any day is the receivable accounts in that day's trial balance."""

    def test_an_open_invoice_from_the_day_it_was_booked(self):
        line = self.invoice(1000, "2026-01-31", "2026-03-02")
        self.assert_open("2026-01-30", {})
        self.assert_open("2026-01-31", {line: 1000})
        self.assert_open("2026-12-31", {line: 1000})

    def test_part_payments_count_from_their_dates(self):
        line = self.invoice(1000, "2026-01-31")
        for amount, date in ((300, "2026-02-10"), (200, "2026-02-20")):
            (line + self.entry(-amount, date)).reconcile()
        self.assert_open("2026-02-09", {line: 1000})
        self.assert_open("2026-02-10", {line: 700})
        self.assert_open("2026-02-19", {line: 700})
        self.assert_open("2026-02-20", {line: 500})

    def test_registered_payment(self):
        line = self.invoice(1000, "2026-01-31")
        payment = self.pay(line.move_id, 400, "2026-02-15")
        self.assertTrue(payment.move_id)
        self.assert_open("2026-02-14", {line: 1000})
        self.assert_open("2026-02-15", {line: 600})

    def test_paid_by_now_but_open_then(self):
        line = self.invoice(1000, "2026-01-31")
        (line + self.entry(-1000, "2026-03-10")).reconcile()
        self.assertTrue(line.reconciled)
        self.assert_open("2026-03-09", {line: 1000})
        self.assert_open("2026-03-10", {})

    def test_payment_matched_with_a_future_invoice_is_a_credit_today(self):
        payment = self.entry(-1000, "2026-02-01")
        line = self.invoice(1000, "2026-05-01")
        (payment + line).reconcile()
        self.assertEqual(payment.amount_residual, 0)
        self.assert_open("2026-04-30", {payment: -1000})
        self.assert_open("2026-05-01", {})

    def test_part_of_a_payment_matched_with_a_future_invoice(self):
        payment = self.entry(-1000, "2026-02-01")
        first = self.invoice(600, "2026-01-01")
        future = self.invoice(700, "2026-05-01")
        (payment + first + future).reconcile()
        self.assert_open("2026-03-31", {payment: -400})
        self.assert_open("2026-05-01", {future: 300})

    def test_credit_note_and_payment_on_account(self):
        line = self.invoice(1000, "2026-01-31")
        credit_note = self.invoice(250, "2026-02-05", move_type="out_refund")
        account = self.entry(-100, "2026-02-06")
        self.assert_open("2026-02-28", {line: 1000, credit_note: -250, account: -100})
        (line + credit_note).reconcile()
        self.assert_open("2026-02-28", {line: 750, account: -100})

    def test_reversed_and_cancelled(self):
        line = self.invoice(1000, "2026-01-31")
        reversal = line.move_id._reverse_moves(
            [{"date": "2026-02-28", "invoice_date": "2026-02-28"}], cancel=True
        )
        self.assertEqual(reversal.state, "posted")
        self.assert_open("2026-02-27", {line: 1000})
        self.assert_open("2026-02-28", {})
        other = self.invoice(500, "2026-01-31")
        other.move_id.button_draft()
        self.assert_open("2026-01-31", {line: 1000})
        other.move_id.button_cancel()
        self.assert_open("2026-01-31", {line: 1000})

    def test_match_that_was_undone(self):
        line = self.invoice(1000, "2026-01-31")
        payment = self.entry(-1000, "2026-02-10")
        (line + payment).reconcile()
        line.remove_move_reconcile()
        self.assert_open("2026-02-28", {line: 1000, payment: -1000})

    def test_match_with_a_draft_payment_does_not_count(self):
        line = self.invoice(1000, "2026-01-31")
        payment = self.entry(-400, "2026-02-10")
        payment.move_id.button_draft()
        (line + payment).reconcile()
        self.assertEqual(line.amount_residual, 600)
        self.assert_open("2026-02-28", {line: 1000})
        payment.move_id.action_post()
        self.assert_open("2026-02-28", {line: 600})

    def test_misc_entries_with_and_without_partner(self):
        opening = self.entry(5000, "2026-01-01", maturity="2026-01-15")
        nobody = self.entry(-70, "2026-01-02", partner=None)
        other = self.entry(30, "2026-01-03", account=self.copy_account(self.receivable))
        self.assert_open("2026-01-31", {opening: 5000, nobody: -70, other: 30})
        rows = self.ageing("2026-01-31").search([("partner_id", "=", False)])
        self.assertEqual(rows.move_line_id, nobody)
        label = self.env["collection.ageing"].fields_get(["partner_id"])["partner_id"]
        self.assertEqual(label["falsy_value_label"], "No partner")

    def test_payables_and_other_accounts_stay_out(self):
        line = self.invoice(1000, "2026-01-31")
        self.init_invoice(
            "in_invoice", self.debtor, "2026-01-31", post=True, amounts=[300]
        )
        self.assert_open("2026-01-31", {line: 1000})

    def test_instalments_are_lines_of_their_own(self):
        lines = self.invoice(
            1000,
            "2026-01-01",
            invoice_payment_term_id=self.pay_terms_b.id,
        ).sorted("date_maturity")
        self.assertEqual(len(lines), 2)
        (lines[0] + self.entry(-300, "2026-01-20")).reconcile()
        self.assert_open("2026-01-31", {lines[1]: 700})

    def test_contact_is_aged_under_its_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.debtor.id}
        )
        self.entry(100, "2026-01-31", partner=contact)
        row = self.ageing("2026-01-31").search([])
        self.assertEqual(row.partner_id, self.debtor)

    def test_non_trade_accounts_are_in_the_total_and_can_be_left_out(self):
        account = self.copy_account(self.receivable)
        account.non_trade = True
        trade = self.entry(100, "2026-01-31")
        non_trade = self.entry(40, "2026-01-31", account=account)
        self.assert_open("2026-01-31", {trade: 100, non_trade: 40})
        rows = self.ageing("2026-01-31").search([("non_trade", "=", False)])
        self.assertEqual(rows.move_line_id, trade)

    def test_date_that_is_none(self):
        report = self.env["collection.ageing"].with_context(ageing_date="31.12.2026")
        with self.assertRaisesRegex(UserError, "31.12.2026.*is not a date"):
            report.search([])


class TestAgeingOfCurrencies(AgeingCommon):
    def fx_invoice(self, amount, date, **vals):
        return self.invoice(amount, date, currency_id=self.foreign.id, **vals)

    def fx_payment(self, amount, rate, date):
        return self.entry(
            -self.own.round(amount / rate),
            date,
            currency=self.foreign,
            amount_currency=-amount,
        )

    def test_document_currency_and_company_currency(self):
        line = self.fx_invoice(100, "2026-01-31")
        row = self.ageing("2026-01-31").search([])
        self.assertRecordValues(
            row,
            [
                {
                    "move_line_id": line.id,
                    "amount": 100.0,
                    "currency_id": self.foreign.id,
                    "amount_company": 125.0,
                    "company_currency_id": self.own.id,
                }
            ],
        )

    def test_exchange_difference_on_full_payment(self):
        line = self.fx_invoice(100, "2026-01-31")
        (line + self.fx_payment(100, 0.5, "2026-02-15")).reconcile()
        exchange = line.matched_credit_ids.exchange_move_id
        self.assertTrue(exchange)
        self.assert_open("2026-02-14", {line: 125})
        self.assert_open("2026-02-28", {})

    def test_exchange_difference_on_part_payments(self):
        line = self.fx_invoice(300, "2026-01-31")
        (line + self.fx_payment(100, 0.5, "2026-02-15")).reconcile()
        self.assert_agrees("2026-02-14")
        self.assert_agrees("2026-02-15")
        self.assert_agrees("2026-02-28")
        (line + self.fx_payment(200, 0.625, "2026-04-15")).reconcile()
        for date in ("2026-02-15", "2026-04-14", "2026-04-15", "2026-04-30"):
            self.assert_agrees(date)

    def test_exchange_difference_booked_after_a_lock_date(self):
        """Until the difference is booked, what it leaves open is shown."""
        line = self.fx_invoice(100, "2026-01-31")
        payment = self.fx_payment(100, 0.5, "2026-02-15")
        self.company.fiscalyear_lock_date = "2026-02-28"
        (line + payment).reconcile()
        exchange = line.matched_credit_ids.exchange_move_id
        self.assertGreater(str(exchange.date), "2026-02-28")
        rows = self.ageing("2026-02-20").search([])
        self.assertEqual(sum(rows.mapped("amount_company")), -75)
        self.assertEqual(sum(rows.mapped("amount")), 0)
        self.assert_agrees("2026-02-20")
        self.assert_open(exchange.date, {})

    def test_invoice_paid_in_company_currency(self):
        line = self.fx_invoice(100, "2026-01-31")
        (line + self.entry(-60, "2026-01-31")).reconcile()
        self.assert_agrees("2026-01-31")
        self.assert_open("2026-01-31", {line: 65})
        proof = self.ageing("2026-01-31")._get_proof()
        crossed = {
            currency: (values["crossed"], values["crossed_company"])
            for (_company, currency), values in proof.items()
        }
        self.assertEqual(crossed, {self.foreign: (-48, -60), self.own: (60, 60)})

    def test_two_currencies_are_never_added_up(self):
        self.invoice(1000, "2026-01-31")
        self.fx_invoice(100, "2026-01-31")
        report = self.ageing("2026-01-31")
        groups = report._read_group(
            [], ["partner_id"], ["amount:sum", "amount_company:sum"]
        )
        self.assertEqual(groups, [(self.debtor, False, 1125.0)])
        groups = report._read_group([], ["currency_id"], ["amount:sum"])
        self.assertEqual(dict(groups), {self.own: 1000.0, self.foreign: 100.0})


class TestAgeingOfCompanies(AgeingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_data = cls.setup_other_company(name="Second Company")
        cls.other = cls.other_data["company"]

    def test_each_company_has_its_own(self):
        mine = self.entry(100, "2026-01-31")
        theirs = self.entry(40, "2026-01-31", company_data=self.other_data)
        for companies, lines in (
            (self.company, mine),
            (self.other, theirs),
            (self.company | self.other, mine | theirs),
        ):
            report = self.ageing("2026-01-31").with_context(
                allowed_company_ids=companies.ids
            )
            self.assertEqual(report.search([]).move_line_id, lines)
            self.assert_agrees("2026-01-31", companies)

    def test_reader_of_one_company_never_sees_the_other(self):
        mine = self.entry(100, "2026-01-31")
        theirs = self.entry(40, "2026-01-31", company_data=self.other_data)
        report = self.ageing("2026-01-31").with_user(self.reader)
        report = report.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(report.search([]).move_line_id, mine)
        self.assertEqual(report.browse(theirs.id).read(["amount"]), [])
        with self.assertRaises(UserError):
            report.with_context(allowed_company_ids=self.other.ids).search([])

    def test_branch_invoice_paid_by_the_head_office(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.env.user.company_ids |= branch
        data = {
            **self.company_data,
            "company": branch,
            "default_journal_misc": self.company_data["default_journal_misc"],
        }
        invoice = self.entry(100, "2026-01-31", company_data=data)
        self.assertEqual(invoice.company_id, branch)
        payment = self.entry(-100, "2026-02-10")
        both = self.company | branch
        (invoice + payment).with_context(allowed_company_ids=both.ids).reconcile()
        for companies in (branch, self.company, both):
            self.assert_agrees("2026-01-31", companies)
            self.assert_agrees("2026-02-28", companies)
        report = self.ageing("2026-02-28").with_context(allowed_company_ids=branch.ids)
        self.assertFalse(report.search([]))
        values = report._get_proof()[branch, self.own]
        self.assertEqual((values["crossed"], values["ledger"]), (-100, 100))
