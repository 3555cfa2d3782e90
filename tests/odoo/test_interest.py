from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import CollectionsCommon


class TestInterest(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.company.currency_id
        cls.table = (
            cls.env["collection.interest.table"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "Contract",
                    "margin": 2,
                    "rate_ids": [
                        Command.create({"date_from": "2026-01-01", "rate": 10})
                    ],
                    "fixed_ids": [
                        Command.create({"currency_id": cls.own.id, "amount": 40})
                    ],
                }
            )
        )
        cls.policy.interest_table_id = cls.table
        cls.levels["R1"].shows_interest = True

    def claim(self, invoice, offset):
        item = self.item(invoice)
        return item._get_claims(self.day(offset))[item.id]

    def test_interest_of_an_open_item(self):
        invoice = self.post_invoice(1000)
        self.run_day(self.day(1))
        claim = self.claim(invoice, 73)
        # 73 days are a fifth of a year.
        self.assertEqual((float(claim.interest), float(claim.fixed)), (24.0, 40.0))
        with freeze_time(self.day(73)):
            item = self.item(invoice)
            item.invalidate_recordset()
            self.assertEqual((item.amount_interest, item.amount_fixed), (24.0, 40.0))
            self.assertFalse(item.interest_note)

    def test_interest_is_not_lost_when_the_principal_is_paid_first(self):
        invoice = self.post_invoice(1000)
        self.run_day(self.day(1))
        self.pay(invoice, 500, self.day(37))
        self.pay(invoice, 500, self.day(74))
        self.run_day(self.day(80))
        self.assertEqual(self.item(invoice).state, "paid")
        # 36 days on 1,000 and 37 on 500.
        self.assertEqual(float(self.claim(invoice, 300).interest), 17.92)

    def test_what_is_not_late_bears_nothing(self):
        invoice = self.post_invoice(1000)
        self.run_day(self.day(-7))
        item = self.item(invoice)
        self.assertFalse(item._get_claims(self.day(0)))

    def test_message_shows_interest_and_freezes_it(self):
        self.policy.netting = "net"
        self.post_invoice(1000)
        self.run_day(self.day(3))
        (mail,) = self.actions(channel="mail", level_id=self.levels["R1"].id)
        line = mail.line_ids
        self.assertEqual((line.amount_interest, line.amount_fixed), (0.99, 40.0))
        body = mail.mail_message_id.body
        for words in ("Late interest up to", "0.99", "1,040.99"):
            self.assertIn(words, body)
        made = self.env["collection.journal.entry"].search(
            [("action_id", "=", mail.id), ("event", "=", "made")]
        )
        self.assertIn('"interest":"0.99+40"', made.payload)

    def test_levels_without_it_say_nothing_of_interest(self):
        self.levels["R1"].shows_interest = False
        self.post_invoice(1000)
        self.run_day(self.day(3))
        mail = self.actions(channel="mail", level_id=self.levels["R1"].id)
        self.assertNotIn("Late interest", mail.mail_message_id.body)

    def test_a_rate_that_is_missing_is_named_and_stops_no_reminder(self):
        self.table.rate_ids.date_to = "2026-03-04"
        invoice = self.post_invoice(1000)
        self.run_day(self.day(3))
        mail = self.actions(channel="mail", level_id=self.levels["R1"].id)
        self.assertNotIn("Late interest", mail.mail_message_id.body)
        with freeze_time(self.day(9)):
            item = self.item(invoice)
            item.invalidate_recordset()
            self.assertIn("Contract has no rate for 03/05/2026", item.interest_note)

    def test_the_company_may_go_on_with_the_last_rate(self):
        self.table.rate_ids.date_to = "2026-03-04"
        self.company.collection_interest_missing = "extend"
        invoice = self.post_invoice(1000)
        self.run_day(self.day(1))
        self.assertEqual(float(self.claim(invoice, 73).interest), 24.0)

    def test_table_of_the_country_where_the_policy_has_none(self):
        self.policy.interest_table_id = False
        invoice = self.post_invoice(1_000_000)
        self.run_day(self.day(1))
        claim = self.claim(invoice, 73)
        # Indonesia: 6 %, and no fixed sum.
        self.assertEqual((float(claim.interest), float(claim.fixed)), (12_000, 0))

    def test_an_agreed_rate_comes_before_the_table(self):
        self.debtor.collection_interest_mode = "agreed"
        self.debtor.collection_interest_rate = 5
        invoice = self.post_invoice(1000)
        self.run_day(self.day(1))
        claim = self.claim(invoice, 73)
        self.assertEqual((float(claim.interest), float(claim.fixed)), (10.0, 40.0))
        self.debtor.collection_interest_mode = "none"
        self.assertFalse(self.item(invoice)._get_claims(self.day(73)))
        with self.assertRaisesRegex(ValidationError, "between 0 and 100"):
            self.debtor.collection_interest_rate = -1

    def test_what_was_credited_was_never_owed(self):
        invoice = self.post_invoice(1000)
        self.run_day(self.day(1))
        credit = invoice._draft_credit(400, "Goods sent back")
        credit.invoice_date = self.day(60)
        credit.action_post()
        # 73 days on 600.
        self.assertEqual(float(self.claim(invoice, 73).interest), 14.4)

    def test_an_invoice_that_is_taken_back_bears_nothing(self):
        invoice = self.post_invoice(1000)
        self.run_day(self.day(1))
        invoice.button_draft()
        claim = self.claim(invoice, 73)
        self.assertEqual((float(claim.interest), float(claim.fixed)), (0, 0))

    def test_each_currency_for_itself(self):
        euro = self.setup_other_currency("EUR")
        invoice = self.post_invoice(1000, currency_id=euro.id)
        self.run_day(self.day(1))
        claim = self.claim(invoice, 73)
        self.assertEqual((float(claim.interest), float(claim.fixed)), (24.0, 0.0))

    def test_overlapping_periods_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "another rate is in force"):
            self.table.rate_ids = [
                Command.create({"date_from": "2026-05-01", "rate": 11})
            ]
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self.table.rate_ids.date_to = "2025-01-01"

    def test_form_makes_a_table(self):
        form = Form(self.env["collection.interest.table"].with_user(self.manager))
        form.name = "One per cent a month"
        with form.rate_ids.new() as rate:
            rate.date_from = "2026-01-01"
            rate.rate = 12
        with freeze_time("2026-05-05"):
            self.assertEqual(form.save().rate_now, 12)

    def test_who_may_change_tables(self):
        for user in (self.reader, self.collector):
            self.assertEqual(self.table.with_user(user).name, "Contract")
            with self.assertRaises(AccessError):
                self.table.with_user(user).margin = 3
        other = self.env["res.company"].sudo().create({"name": "Other"})
        self.table.sudo().company_id = other
        with self.assertRaises(AccessError):
            self.table.with_user(self.reader).rate_ids.mapped("rate")

    def test_shipped_tables_are_sound(self):
        tables = self.env["collection.interest.table"].search([("source", "!=", False)])
        self.assertGreaterEqual(len(tables), 5)
        for table in tables:
            self.assertTrue(table._get_terms(self.company, self.own).periods)

    def test_many_items_cost_as_many_queries_as_few(self):
        one = self.post_invoice(1000)
        many = self.env["account.move"].union(
            *(self.post_invoice(100) for _number in range(50))
        )
        self.run_day(self.day(1))
        self.count(one)
        self.assertEqual(self.count(one), self.count(many))

    def count(self, invoices):
        items = self.item(invoices)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        items._get_claims(self.day(30))
        return self.env.cr.sql_log_count - before
