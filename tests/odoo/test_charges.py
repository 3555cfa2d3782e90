from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .charges_common import ChargesCommon
from .common import READER


class TestDebitNotes(ChargesCommon):
    def test_one_note_with_a_line_for_each_claim(self):
        first, second = self.late_invoice(), self.late_invoice(365)
        note = self.charge(first | second, 73)
        self.assertEqual(note.state, "draft")
        self.assertEqual(note.journal_id.name, "Interest and Fees")
        self.assertEqual(note.partner_id, self.debtor)
        self.assertEqual(note.invoice_date_due, self.day(74))
        # 73 days at 10 % on 1,000 and on 365; 40 for each of the two.
        self.assertEqual(
            note.invoice_line_ids.mapped("price_subtotal"), [20, 40, 7.3, 40]
        )
        self.assertFalse(note.invoice_line_ids.tax_ids)
        self.assertIn(first.name, note.ref)
        self.assertIn("73 days at 10.00 % a year", note.invoice_line_ids[0].name)
        self.assertEqual(set(self.charges(first).mapped("state")), {"draft"})

    def test_what_was_charged_is_not_charged_again(self):
        invoice = self.late_invoice()
        self.charge(invoice, 36)
        self.assertFalse(self.charge(invoice, 36))
        self.charge(invoice, 73)
        interest = self.charges(invoice, "interest")
        self.assertEqual(
            [(c.date_from, c.date_until) for c in interest],
            [(self.day(1), self.day(36)), (self.day(37), self.day(73))],
        )
        self.assertEqual(interest.mapped("amount"), [9.86, 10.14])
        self.assertEqual(len(self.charges(invoice, "fixed")), 1)

    def test_ledger_ties(self):
        invoice = self.late_invoice()
        before = self.receivable()
        note = self.post(self.charge(invoice, 73), 74)
        self.assertEqual(self.receivable(), before + 60)
        self.assertEqual(self.income(note), 60)
        self.assertEqual(set(self.charges(invoice).mapped("state")), {"posted"})
        self.pay(note, date=self.day(80))
        self.assertEqual(set(self.charges(invoice).mapped("state")), {"paid"})

    def test_principal_that_is_paid_first_still_bears_its_interest(self):
        invoice = self.late_invoice()
        self.pay(invoice, 500, self.day(37))
        self.pay(invoice, 500, self.day(74))
        self.run_day(self.day(80), send=False)
        self.assertEqual(self.item(invoice).state, "paid")
        with self.on(90):
            found = self.Charge._find_chargeable(self.company, self.day(89))
            self.assertIn(self.item(invoice), found)
        self.charge(invoice, 89)
        # 36 days on 1,000 and 37 on 500.
        (interest,) = self.charges(invoice, "interest")
        self.assertEqual(interest.amount, 14.93)
        self.assertEqual(interest.date_until, self.day(73))

    def test_long_after_payment_nothing_is_charged(self):
        invoice = self.late_invoice()
        self.pay(invoice, date=self.day(20))
        self.run_day(self.day(30), send=False)
        self.company.collection_charge_closed_days = 60
        with self.on(91):
            self.assertFalse(self.Charge._find_chargeable(self.company, self.day(90)))

    def test_only_what_is_claimed_by_debit_note(self):
        self.company.collection_charge_fixed = "show"
        invoice = self.late_invoice()
        note = self.charge(invoice, 73)
        self.assertEqual(note.amount_total, 20)
        self.policy.charge_interest = "none"
        self.assertFalse(self.charge(invoice, 146))

    def test_small_amounts_wait(self):
        invoice = self.late_invoice()
        self.assertFalse(self.charge(invoice, 73, minimum=61))
        self.assertFalse(self.charges(invoice))
        self.assertTrue(self.charge(invoice, 73, minimum=60))

    def test_each_currency_has_its_note(self):
        euro = self.setup_other_currency("EUR")
        self.table.fixed_ids = [Command.create({"currency_id": euro.id, "amount": 30})]
        own = self.late_invoice()
        foreign = self.late_invoice(2000, currency_id=euro.id)
        notes = self.charge(own | foreign, 73)
        self.assertEqual(
            {(note.currency_id, note.amount_total) for note in notes},
            {(self.own, 60), (euro, 70)},
        )
        note = self.post(notes.filtered(lambda n: n.currency_id == euro), 74)
        (line,) = note.line_ids.filtered(
            lambda ln: ln.account_id.account_type == "asset_receivable"
        )
        self.assertEqual(line.amount_currency, 70)

    def test_taxes_and_accounts_by_setting(self):
        tax = self.env["account.tax"].create(
            {"name": "Eleven", "amount": 11, "type_tax_use": "sale"}
        )
        account = self.company_data["default_account_revenue"].copy()
        self.company.write(
            {
                "collection_charge_fee_tax_ids": tax.ids,
                "collection_charge_fixed_tax_ids": tax.ids,
                "collection_charge_interest_account_id": account.id,
            }
        )
        note = self.charge(self.late_invoice(), 73)
        interest, fixed = note.invoice_line_ids
        self.assertFalse(interest.tax_ids)
        self.assertEqual(interest.account_id, account)
        self.assertEqual(fixed.tax_ids, tax)
        self.assertEqual(note.amount_total, 20 + 44.4)

    def test_a_missing_rate_stops_all_of_it_and_is_named(self):
        self.table.rate_ids.date_to = self.day(30)
        fine = self.late_invoice()
        self.pay(fine, date=self.day(10))
        invoice = self.late_invoice()
        with self.assertRaisesRegex(UserError, "Contract has no rate for 04/02/2026"):
            self.charge(fine | invoice, 73)
        self.assertFalse(self.charges(fine | invoice))
        self.assertTrue(self.charge(fine | invoice, 30))

    def test_debit_notes_are_items_that_bear_nothing(self):
        invoice = self.late_invoice()
        note = self.post(self.charge(invoice, 73), 74)
        self.run_day(self.day(75), send=False)
        item = self.item(note)
        self.assertTrue(item.is_charge)
        self.assertFalse(self.item(invoice).is_charge)
        self.assertFalse(item._get_claims(self.day(300)))
        self.assertFalse(self.charge(note, 300))

    def test_they_are_chased_or_only_shown(self):
        note = self.post(self.charge(self.late_invoice(), 73), 74)
        self.run_day(self.day(78), send=False)
        self.assertNotEqual(self.item(note).verdict, "none")
        self.company.collection_charge_chased = False
        self.run_day(self.day(95), send=False)
        self.assertEqual(self.item(note).reason_code, "charge")
        self.policy.charge_chased = "yes"
        self.run_day(self.day(96), send=False)
        self.assertNotEqual(self.item(note).reason_code, "charge")

    def test_drafted_in_the_language_of_the_debtor(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.debtor.lang = "id_ID"
        note = self.charge(self.late_invoice(), 73)
        self.assertIn("03/03/2026", note.invoice_line_ids[0].name.replace("-", "/"))

    def test_what_an_accountant_changes_on_the_draft_counts(self):
        invoice = self.late_invoice()
        note = self.charge(invoice, 73)
        interest, fixed = note.invoice_line_ids
        interest.price_unit = 15
        fixed.unlink()
        self.post(note, 74)
        charges = self.charges(invoice)
        self.assertEqual(
            [(c.kind, c.state, c.amount_net) for c in charges],
            [("interest", "posted", 15), ("fixed", "computed", 40)],
        )
        # What was left out is not made up for, what was deleted waits.
        again = self.charge(invoice, 80)
        self.assertEqual(again.invoice_line_ids.mapped("price_subtotal"), [1.92, 40])

    def test_a_deleted_draft_sets_its_charges_free(self):
        invoice = self.late_invoice()
        self.charge(invoice, 73).unlink()
        self.assertEqual(set(self.charges(invoice).mapped("state")), {"computed"})
        self.assertEqual(self.charge(invoice, 73).amount_total, 60)

    def test_lock_dates_are_respected(self):
        note = self.charge(self.late_invoice(), 73)
        self.company.fiscalyear_lock_date = self.day(80)
        self.post(note, 90)
        self.assertGreater(note.date, self.day(80))


class TestWaive(ChargesCommon):
    def test_before_it_is_posted(self):
        invoice = self.late_invoice()
        note = self.charge(invoice, 73)
        fixed = self.charges(invoice, "fixed")
        with self.on(74):
            fixed.with_user(self.manager)._waive("Goodwill")
        self.assertEqual((fixed.state, fixed.amount_net), ("waived", 0))
        self.assertEqual(fixed.ended_by, self.manager)
        self.assertEqual(note.amount_total, 20)
        # Not charged again.
        self.assertEqual(self.charge(invoice, 146).amount_total, 20)
        with self.on(147):
            fixed.with_user(self.manager)._reinstate()
        self.assertEqual(fixed.state, "computed")

    def test_all_of_a_draft(self):
        invoice = self.late_invoice()
        note = self.charge(invoice, 73)
        self.charges(invoice).with_user(self.manager)._waive("Goodwill")
        self.assertFalse(note.exists())

    def test_after_it_was_posted_a_credit_note_is_matched(self):
        self.company.collection_charge_credit_post = True
        invoice = self.late_invoice()
        note = self.post(self.charge(invoice, 73), 74)
        fixed = self.charges(invoice, "fixed")
        with self.on(80):
            fixed.with_user(self.manager)._waive("Goodwill")
        credit = fixed.credit_move_id
        self.assertEqual((credit.state, credit.amount_total), ("posted", 40))
        self.assertEqual(credit.reversed_entry_id, note)
        self.assertEqual(note.amount_residual, 20)
        self.assertEqual(fixed.state, "waived")
        self.assertEqual(self.income(note | credit), 20)
        with self.on(81):
            fixed.with_user(self.manager)._reinstate()
        self.assertEqual(fixed.state, "computed")
        self.assertEqual(self.charge(invoice, 80).amount_total, 40 + 1.92)

    def test_a_draft_credit_note_is_a_task_and_goes_with_reinstating(self):
        invoice = self.late_invoice()
        self.post(self.charge(invoice, 73), 74)
        charges = self.charges(invoice)
        with self.on(80):
            charges.with_user(self.manager)._waive("Goodwill")
            credit = charges.credit_move_id
            self.assertEqual((credit.state, credit.amount_total), ("draft", 60))
            case = self.item(invoice).case_id
            self.assertTrue(
                case.activity_search(["b2b_collections.mail_act_charge_credit"])
            )
            charges.with_user(self.manager)._reinstate()
        self.assertFalse(credit.exists())
        self.assertEqual(set(charges.mapped("state")), {"posted"})

    def test_who_may_waive_how_much(self):
        invoice = self.late_invoice()
        self.charge(invoice, 73)
        charges = self.charges(invoice)
        with self.assertRaisesRegex(AccessError, "You may waive up to"):
            charges.with_user(self.collector)._waive("Goodwill")
        with self.assertRaises(AccessError):
            charges.with_user(self.reader)._waive("Goodwill")
        with self.assertRaisesRegex(UserError, "say why"):
            charges.with_user(self.manager)._waive(" ")
        self.company.collection_charge_waive_max = 60
        charges.with_user(self.collector)._waive("Goodwill")
        with self.assertRaisesRegex(UserError, "waived or reversed already"):
            charges.with_user(self.manager)._waive("Again")
        with self.assertRaises(AccessError):
            charges.with_user(self.collector)._reinstate()

    def test_in_a_locked_period_the_credit_note_is_of_today(self):
        self.company.collection_charge_credit_post = True
        invoice = self.late_invoice()
        note = self.post(self.charge(invoice, 73), 74)
        self.company.fiscalyear_lock_date = self.day(80)
        with self.on(90):
            self.charges(invoice).with_user(self.manager)._waive("Goodwill")
        self.assertEqual(note.date, self.day(74))
        self.assertEqual(note.payment_state, "reversed")
        self.assertEqual(self.charges(invoice).credit_move_id.date, self.day(90))


class TestUnfounded(ChargesCommon):
    def setUp(self):
        super().setUp()
        self.company.collection_charge_credit_post = True
        self.invoice = self.late_invoice()
        self.note = self.post(self.charge(self.invoice, 73), 74)

    def correct(self, offset=90):
        with self.on(offset):
            return self.charges(self.invoice)._correct()

    def credit(self, amount, offset=80):
        with self.on(offset):
            credit = self.invoice._draft_credit(amount, "Goods sent back")
            credit.action_post()
        self.run_day(self.day(offset), send=False)

    def test_nothing_changes_as_long_as_it_is_founded(self):
        self.pay(self.invoice, date=self.day(75))
        self.assertFalse(self.correct())
        self.table.rate_ids.rate = 2
        self.assertFalse(self.correct())

    def test_fully_credited(self):
        self.credit(1000)
        self.correct()
        charges = self.charges(self.invoice)
        self.assertEqual(set(charges.mapped("state")), {"reversed"})
        self.assertEqual(self.note.amount_residual, 0)
        self.assertEqual(self.receivable(), 0)
        self.assertFalse(self.correct(91))

    def test_credited_in_part(self):
        self.credit(400)
        self.correct()
        interest, fixed = self.charges(self.invoice)
        self.assertEqual((interest.amount_reversed, interest.amount_net), (8, 12))
        self.assertEqual(fixed.amount_net, 40)
        self.assertEqual(self.note.amount_residual, 52)
        # The next note goes on from there, on what was owed.
        more = self.charge(self.invoice, 146)
        self.assertEqual(more.amount_total, 12)

    def test_taken_back_to_draft(self):
        with self.on(80):
            self.invoice.button_draft()
        self.correct()
        self.assertEqual(set(self.charges(self.invoice).mapped("state")), {"reversed"})

    def test_a_payment_that_was_booked_late(self):
        self.pay(self.invoice, date=self.day(37))
        self.correct()
        interest, _fixed = self.charges(self.invoice)
        # 36 of 73 days.
        self.assertEqual(interest.amount_net, 9.86)

    def test_what_was_paid_is_credited_as_well(self):
        self.pay(self.note, date=self.day(79))
        self.credit(1000)
        self.correct()
        self.assertEqual(self.receivable(), -60)

    def test_a_dispute_that_is_decided_for_the_debtor(self):
        with self.on(80):
            items = self.item(self.invoice)
            reason = self.env["collection.dispute.reason"].search([], limit=1)
            dispute = self.env["collection.dispute"].create(
                {
                    "case_id": items.case_id.id,
                    "reason_id": reason.id,
                    "line_ids": [Command.create({"item_id": items.id, "amount": 1000})],
                }
            )
            dispute.sudo().write({"state": "accepted"})
            dispute.line_ids.sudo().write({"amount_accepted": 1000})
        self.correct()
        self.assertEqual(set(self.charges(self.invoice).mapped("state")), {"reversed"})

    def test_a_draft_is_drafted_anew(self):
        more = self.charge(self.invoice, 146, today=147)
        self.credit(400, 148)
        self.correct(149)
        self.assertFalse(more.exists())
        self.assertEqual(self.charge(self.invoice, 146, today=150).amount_total, 12)


class TestFees(ChargesCommon):
    def setUp(self):
        super().setUp()
        self.company.collection_charge_interest = "none"
        self.company.collection_charge_fixed = "none"
        self.levels["R1"].fee_ids = [
            Command.create({"currency_id": self.own.id, "amount": 12, "cap_year": 20})
        ]

    def test_shown_frozen_and_claimed_when_it_got_through(self):
        first, second = self.post_invoice(1000), self.post_invoice(500)
        self.run_day(self.day(3), send=False)
        (mail,) = self.actions(channel="mail", level_id=self.levels["R1"].id)
        self.assertEqual(mail.line_ids.mapped("amount_fee"), [8, 4])
        self.assertIn("Cost of this reminder", mail.mail_message_id.body)
        self.assertFalse(self.charge(first | second, 10))
        self.send_mails()
        note = self.charge(first | second, 10)
        self.assertEqual(note.invoice_line_ids.mapped("price_subtotal"), [8, 4])
        self.assertFalse(self.charge(first | second, 20))

    def test_limit_of_the_year(self):
        self.levels["R2"].fee_ids = self.levels["R1"].fee_ids.copy(
            {"level_id": self.levels["R2"].id}
        )
        invoice = self.post_invoice(1000)
        self.run_day(self.day(3))
        self.run_day(self.day(13))
        lines = self.actions(channel="mail").line_ids
        self.assertEqual(lines.mapped("amount_fee"), [12, 8])
        self.assertEqual(self.charge(invoice, 20).amount_total, 20)

    def test_only_in_its_own_currency(self):
        euro = self.setup_other_currency("EUR")
        self.post_invoice(1000, currency_id=euro.id)
        self.run_day(self.day(3))
        mails = self.actions(channel="mail", level_id=self.levels["R1"].id)
        self.assertFalse(sum(mails.line_ids.mapped("amount_fee")))

    def test_where_they_may_not_be_claimed(self):
        for rule, expected in (("none", 0), ("beyond", 0), ("allowed", 12)):
            with self.subTest(rule):
                self.table.fees = rule
                debtor = self.make_debtor(f"Debtor {rule}")
                self.post_invoice(1000, partner=debtor)
                self.run_day(self.day(3))
                mails = self.actions(debtor, level_id=self.levels["R1"].id)
                self.assertEqual(sum(mails.line_ids.mapped("amount_fee")), expected)

    def test_unfounded_in_part(self):
        invoice = self.post_invoice(1000)
        self.run_day(self.day(3))
        self.charge(invoice, 10)
        with self.on(20):
            self.env["account.move"].browse(
                invoice._draft_credit(250, "Wrong price").ids
            ).action_post()
            self.charges(invoice)._correct()
        self.assertEqual(self.charges(invoice).amount_net, 9)

    def test_limits_make_sense(self):
        with self.assertRaisesRegex(UserError, "minimum is above the maximum"):
            self.levels["R1"].fee_ids.write({"minimum": 9, "maximum": 5})


class TestJobAndScreens(ChargesCommon):
    def run_job(self, offset):
        with self.on(offset):
            self.Charge._charge_company(self.company)

    def test_each_month_up_to_the_end_of_the_last(self):
        self.company.collection_charge_when = "month"
        invoice = self.late_invoice()
        self.run_job(36)
        (interest,) = self.charges(invoice, "interest")
        self.assertEqual(str(interest.date_until), "2026-03-31")
        self.run_job(37)
        self.run_job(68)
        self.assertEqual(
            [str(c.date_until) for c in self.charges(invoice, "interest")],
            ["2026-03-31", "2026-04-30"],
        )

    def test_one_debtor_without_rate_does_not_stop_the_others(self):
        self.company.collection_charge_when = "night"
        other = self.make_debtor("No rate")
        policy = self.make_policy()
        policy.interest_table_id = self.table.copy(
            {"rate_ids": [Command.create({"date_from": "2030-01-01", "rate": 1})]}
        )
        other.collection_policy_id = policy
        bad, good = self.late_invoice(partner=other), self.late_invoice()
        self.run_job(10)
        self.assertTrue(self.charges(good))
        self.assertFalse(self.charges(bad))
        case = self.item(bad).case_id
        self.assertTrue(
            case.activity_search(["b2b_collections.mail_act_charge_problem"])
        )

    def test_the_job(self):
        self.company.collection_charge_when = "night"
        invoice = self.late_invoice()
        with self.on(10), self.enter_registry_test_mode():
            self.env.ref("b2b_collections.ir_cron_charge").method_direct_trigger()
        self.assertEqual(set(self.charges(invoice).mapped("state")), {"draft"})

    def test_insolvent_debtors_are_left_to_people(self):
        self.company.collection_charge_when = "night"
        invoice = self.late_invoice()
        self.debtor.collection_insolvent_since = self.day(2)
        self.run_job(10)
        self.assertFalse(self.charges(invoice))

    def test_by_hand_only_corrects(self):
        invoice = self.late_invoice()
        self.run_job(10)
        self.assertFalse(self.charges(invoice))

    def test_posted_at_once_where_the_company_says_so(self):
        self.company.collection_charge_post = True
        self.assertEqual(self.charge(self.late_invoice(), 73).state, "posted")

    def test_wizard_previews_what_it_drafts(self):
        invoice, small = self.late_invoice(), self.make_debtor("Small")
        self.company.collection_charge_fixed = "none"
        self.late_invoice(10, partner=small)
        with self.on(74):
            wizard = (
                self.env["collection.charge.wizard"]
                .with_user(self.collector)
                .create({"minimum": 5})
            )
            self.assertEqual(wizard.line_ids.mapped("amount"), [20])
            self.assertIn("20.00", wizard.totals)
            self.assertIn("0.20", wizard.left_out)
            action = wizard.action_draft()
            note = self.env["account.move"].browse(action["res_id"])
            self.assertEqual(note.amount_total, 20)
            self.assertEqual(self.charges(invoice).state, "draft")
            with self.assertRaisesRegex(UserError, "nothing to charge"):
                wizard.action_draft()
            wizard.until = self.day(74)
            with self.assertRaisesRegex(UserError, "before today"):
                wizard.action_draft()

    def test_wizard_names_a_missing_rate(self):
        self.late_invoice()
        self.table.rate_ids.date_to = self.day(30)
        with self.on(74):
            wizard = self.env["collection.charge.wizard"].create({})
        self.assertIn("has no rate for", wizard.problem)
        self.assertFalse(wizard.line_ids)

    def test_a_missing_rate_of_one_debtor_does_not_stop_the_others(self):
        other = self.make_debtor("Selat Trading")
        other.collection_interest_mode = "agreed"
        other.collection_interest_rate = 10
        missing = self.late_invoice()
        known = self.late_invoice(partner=other)
        self.table.rate_ids.date_to = self.day(30)
        with self.on(74):
            wizard = self.env["collection.charge.wizard"].create({})
            self.assertIn(missing.name, wizard.problem)
            self.assertEqual(wizard.line_ids.partner_id, other)
            wizard.action_draft()
        self.assertTrue(self.charges(known))
        self.assertFalse(self.charges(missing))

    def test_statement_and_letter_show_them_apart(self):
        invoice = self.late_invoice()
        note = self.post(self.charge(invoice, 73), 74)
        self.run_day(self.day(95), send=False)
        case = self.item(invoice).case_id
        (section,) = case._get_statements()[case.id].sections
        self.assertEqual([row.name for row in section.items], [invoice.name])
        self.assertEqual([row.name for row in section.charges], [note.name])
        self.assertIn("1,060.00", section.balance)

    def test_letters_show_only_what_is_on_no_debit_note(self):
        self.levels["R2"].shows_interest = True
        invoice = self.post_invoice(1000)
        self.run_day(self.day(3))
        self.post(self.charge(invoice, 5), 6)
        self.run_day(self.day(15), send=False)
        case = self.item(invoice).case_id
        print("XX", case.read(), case.activity_ids.mapped("note"))
        (mail,) = self.actions(channel="mail", level_id=self.levels["R2"].id)
        (line,) = mail.line_ids.filtered(lambda ln: ln.move_id == invoice)
        # Ten of fifteen days: 4.11 in all, 1.37 are on the debit note.
        self.assertEqual((line.amount_interest, line.amount_fixed), (2.74, 0))

    def test_access(self):
        invoice = self.late_invoice()
        self.charge(invoice, 73)
        charges = self.charges(invoice)
        for user in (self.reader, self.collector, self.manager):
            own = charges.with_user(user)
            self.assertEqual(own[0].amount, 20)
            with self.assertRaises(AccessError):
                own[0].amount = 1
            with self.assertRaises(AccessError):
                own.unlink()
        with self.assertRaises(AccessError):
            self.env["collection.charge.wizard"].with_user(self.reader).create({})
        with self.assertRaises(AccessError):
            charges.with_user(self.reader).action_correct()

    def test_other_companies_see_nothing(self):
        invoice = self.late_invoice()
        self.charge(invoice, 73)
        other = self.env["res.company"].sudo().create({"name": "Other"})
        stranger = new_test_user(
            self.env, "stranger", groups=READER, company_id=other.id
        )
        with self.assertRaises(AccessError):
            self.charges(invoice).with_user(stranger).mapped("amount")

    def test_journal_keeps_what_happened(self):
        invoice = self.late_invoice()
        self.charge(invoice, 73)
        self.charges(invoice).with_user(self.manager)._waive("Goodwill")
        case = self.item(invoice).case_id
        entries = self.env["collection.journal.entry"].search(
            [("case_id", "=", case.id), ("event", "like", "charge_")], order="id"
        )
        self.assertEqual(entries.mapped("event"), ["charge_drafted", "charge_waived"])


class TestChargeQueries(ChargesCommon):
    def test_preparing_and_correcting_many_costs_as_many_queries_as_few(self):
        one = self.late_invoice()
        many = self.env["account.move"].union(
            *(self.post_invoice(100) for _number in range(50))
        )
        self.run_day(self.day(1), send=False)
        self.count(one)
        self.assertEqual(self.count(one), self.count(many))
        self.charge(one | many, 30)
        self.assertLessEqual(self.count_correct(many), self.count_correct(one))

    def count(self, invoices):
        items = self.item(invoices)
        return self.count_work(lambda: self.Charge._prepare_claims(items, self.day(9)))

    def count_correct(self, invoices):
        charges = self.charges(invoices)
        return self.count_work(charges._correct)

    def count_work(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before
