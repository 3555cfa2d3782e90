from base64 import b64encode
from hashlib import sha256

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from .matter_common import MatterCommon


class TestMatterDeadlines(MatterCommon):
    def make_deadline(self, matter, offset, **vals):
        return self.env["collection.matter.deadline"].create(
            {
                "matter_id": matter.id,
                "name": "Answer the court",
                "date": self.day(offset),
                "user_id": self.collector.id,
                "reminder_days": 5,
                **vals,
            }
        )

    def test_reminders_come_by_night_and_once(self):
        with self.on(5):
            deadline = self.make_deadline(self.make_filed(), 20)
        self.play(14)
        self.assertFalse(deadline.activity_id)
        self.play(15, 16)
        task = deadline.activity_id
        self.assertEqual(task.user_id, self.collector)
        self.assertEqual(task.date_deadline, self.day(20))
        self.assertEqual(len(deadline.matter_id.activity_ids), 1)
        with self.on(16):
            deadline.date = self.day(25)
            self.assertEqual(task.date_deadline, self.day(25))
            deadline.action_done()
        self.assertEqual((deadline.state, deadline.done_on), ("done", self.day(16)))
        self.assertFalse(task.exists())
        self.play(26)
        self.assertEqual(deadline.state, "done")

    def test_what_is_missed_is_known_and_journalled_once(self):
        with self.on(5):
            deadline = self.make_deadline(self.make_filed(), 20)
        self.play(20)
        self.assertEqual(deadline.state, "open")
        self.play(21, 22)
        self.assertEqual((deadline.state, deadline.missed_on), ("missed", self.day(21)))
        self.assertEqual(len(self.events("matter_deadline_missed")), 1)
        with self.on(23):
            deadline.action_done()
            deadline.action_reopen()
        self.assertEqual(deadline.state, "missed")

    def test_a_preview_changes_nothing(self):
        with self.on(5):
            deadline = self.make_deadline(self.make_filed(), 6)
        self.make_run(self.day(21))._preview()
        self.assertEqual(deadline.state, "open")
        self.assertFalse(deadline.activity_id)

    def test_a_deadline_in_the_past_is_refused(self):
        with self.on(5):
            matter = self.make_filed()
            with self.assertRaisesRegex(ValidationError, "has passed"):
                self.make_deadline(matter, 4)
            with self.assertRaisesRegex(AccessError, "follows from"):
                self.make_deadline(matter, 9).with_user(self.manager).state = "done"

    def test_the_kind_brings_its_deadlines(self):
        with self.on(5):
            matter = self.make_filed("order_eu")
            self.assertEqual(matter.deadline_ids.mapped("date"), [self.day(35)])
            matter.write({"judgement_date": self.day(5), "judgement_amount": 900})
            matter.action_judgement()
        self.assertEqual(len(matter.deadline_ids), 2)
        self.assertTrue(all(matter.deadline_ids.mapped("source")))


class TestMatterCosts(MatterCommon):
    def link(self, matter, bill, **vals):
        return self.env["collection.matter.cost"].create(
            {"matter_id": matter.id, "move_id": bill.id, **vals}
        )

    def test_costs_are_what_is_booked(self):
        with self.on(5):
            matter = self.make_matter()
            tax = self.company_data["default_tax_purchase"]
            self.link(matter, self.post_bill(100, tax))
            self.assertEqual(matter.cost_company, 100)
            self.assertEqual(matter.cost_to_come, 50)
            bill = self.post_bill(80)
            self.link(matter, bill)
            self.env.invalidate_all()
            self.assertEqual(matter.cost_company, 180)
            self.assertEqual((matter.cost_to_come, matter.cost_excess), (0, 30))
            bill._reverse_moves(
                [{"invoice_date": self.day(5), "date": self.day(5)}], cancel=True
            )
            self.env.invalidate_all()
            self.assertEqual(matter.cost_company, 100)

    def test_currencies_stay_apart(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 2)])
        with self.on(5):
            matter = self.make_matter()
            self.link(matter, self.post_bill(100))
            foreign = self.post_bill(50, currency_id=euro.id)
            self.link(matter, foreign)
        self.assertEqual(matter.cost_company, 125)
        self.assertEqual(matter.cost_words.count(";"), 1)

    def test_a_draft_bill_costs_nothing_yet(self):
        accountant = "account.group_account_invoice"
        self.manager.group_ids = [Command.link(self.env.ref(accountant).id)]
        with self.on(5):
            matter = self.make_matter(lawyer_id=self.partner_a.id)
            action = matter.action_new_bill()
        bill = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(bill.partner_id, self.partner_a)
        self.assertEqual((matter.cost_count, matter.cost_company), (1, 0))

    def test_single_lines_and_no_bill_twice(self):
        with self.on(5):
            matter = self.make_matter()
            bill = self.post_bill(100)
            line = bill.invoice_line_ids
            self.link(matter, bill, line_id=line.id)
            self.assertEqual(matter.cost_company, 100)
            with self.assertRaisesRegex(ValidationError, "a cost already"):
                self.link(matter, bill)

    def test_foreign_bills_are_refused(self):
        with self.on(5):
            matter = self.make_matter()
            with self.assertRaisesRegex(ValidationError, "no vendor bill"):
                self.link(matter, self.first)
            other = self.setup_other_company()["company"]
            bill = self.post_bill(
                company_id=other.id,
                journal_id=self.env["account.journal"]
                .search([("company_id", "=", other.id), ("type", "=", "purchase")])
                .id,
            )
            with self.assertRaises(UserError):
                self.link(matter, bill)


class TestMatterJudgement(MatterCommon):
    def make_judged(self, amounts=(300, 300, 300)):
        matter = self.make_filed()
        matter.write({"judgement_date": self.day(5), "judgement_amount": 900})
        matter.action_judgement()
        matter.instalment_ids = [
            Command.create({"date": self.day(day), "amount": amount})
            for day, amount in zip(self.DAYS, amounts, strict=False)
        ]
        return matter

    def states(self, matter):
        return matter.instalment_ids.mapped("state")

    def test_payments_are_followed_from_the_ledger(self):
        with self.on(5):
            matter = self.make_judged()
        with self.on(18):
            self.pay(self.first, 350, self.day(18))
        self.play(19)
        self.assertEqual(self.states(matter), ["paid", "open", "open"])
        self.assertEqual(matter.instalment_ids.mapped("amount_paid"), [300, 50, 0])
        self.play(51)
        self.assertEqual(self.states(matter), ["paid", "late", "open"])
        self.play(59, 60)
        self.assertEqual(self.states(matter), ["paid", "missed", "open"])
        tasks = self.case.activity_ids.filtered(
            lambda one: "judgement" in (one.summary or "")
        )
        self.assertEqual(len(tasks), 1)

    def test_a_reversed_payment_counts_no_more(self):
        with self.on(5):
            matter = self.make_judged()
            payment = self.pay(self.first, 300, self.day(5))
            matter.action_update()
            self.assertEqual(self.states(matter)[0], "paid")
            payment.action_draft()
            payment.action_cancel()
            self.env.invalidate_all()
            matter.action_update()
        self.assertEqual(self.states(matter), ["open"] * 3)

    def test_bad_judgements(self):
        with self.on(5):
            matter = self.make_filed()
            with self.assertRaisesRegex(ValidationError, "day of the judgement"):
                matter.action_judgement()
            matter.judgement_date = self.day(6)
            with self.assertRaisesRegex(ValidationError, "day of the judgement"):
                matter.action_judgement()
            with self.assertRaisesRegex(UserError, "follow from a judgement"):
                self.env["collection.matter.instalment"].with_user(self.manager).create(
                    {"matter_id": matter.id, "date": self.day(9), "amount": 1}
                )
            matter._undo("Start anew")
            with self.assertRaisesRegex(ValidationError, "more than what was awarded"):
                self.make_judged((300, 300, 301))


class TestMatterDocuments(MatterCommon):
    def test_files_keep_their_digest(self):
        with self.on(5):
            matter = self.make_filed()
            document = self.env["collection.matter.document"].create(
                {
                    "matter_id": matter.id,
                    "name": "Summons",
                    "content": b64encode(b"Come here"),
                }
            )
        self.assertEqual(document.digest, sha256(b"Come here").hexdigest())
        self.assertEqual(document.date, self.day(5))

    def test_the_claim_as_a_document(self):
        with self.on(5):
            matter = self.make_insolvency(reference="7/Pailit/2026", costs_claimed=10)
            found = matter._get_claim_documents()[matter.id]
        (section,) = found.sections
        self.assertEqual(found.title, "Proof of claim")
        self.assertEqual(section.total, "910.74")
        self.assertEqual([row.amount for row in section.rows], ["600.00", "300.00"])
        self.assertIn(("Reference number", "7/Pailit/2026"), found.facts)
        self.assertTrue(found.is_draft)
        streams = self.env["ir.actions.report"]._render_qweb_pdf_prepare_streams(
            "b2b_collections.report_matter_claim", {}, res_ids=matter.ids
        )
        self.assertEqual(streams[matter.id]["stream"].getvalue()[:4], b"%PDF")
