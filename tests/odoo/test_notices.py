from decimal import Decimal
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError

from odoo.addons.b2b_collections.models.collection_action_notice import Notice
from odoo.addons.b2b_collections.models.collection_case import CollectionCase
from odoo.addons.b2b_collections.reports.document import Table

from .holds_common import HoldsCommon


def values(_self, formatter, _notice):
    return {"promised": formatter.number(40, _self.currency_id)}


def tables(_self, _formatter, _notice):
    return [Table("Instalments", [("Day", False), ("Amount", True)], [["1", "40"]])]


@freeze_time("2026-03-10")
class TestNotices(HoldsCommon):
    """What is written about an agreement; a case stands for the agreement here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.multiple(
                CollectionCase,
                create=True,
                _get_notice_placeholders=lambda self: {"promised": "Amount"},
                _get_notice_values=values,
                _get_notice_tables=tables,
                _get_notice_amount=lambda self, notice: 40.0,
                _get_notice_reference=lambda self: "AGREED-1",
                _is_notice_obsolete=lambda self, action: self.priority == 99,
            )
        )
        cls.invoice = cls.post_invoice(100)
        cls.make_run(cls.day(0))._execute()
        cls.words = (
            cls.env["collection.notice"]
            .sudo()
            .create(
                {
                    "name": "Test",
                    "code": "test",
                    "model": "collection.case",
                    "subject": "About {promised}",
                    "opening": "<p>Dear {debtor}, you named {promised}.</p>",
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.case = self.item(self.invoice).case_id

    def send(self, count=1, **vals):
        notice = Notice(self.case, "test", self.case, self.item(self.invoice), **vals)
        return self.env["collection.action"]._send_notices([notice] * count, True)

    def test_mail_says_the_words_and_shows_items_and_tables(self):
        (sent,) = self.send()
        self.assertEqual(sent.action.channel, "mail")
        self.assertEqual(sent.action.subject, "About 40.00")
        body = sent.action.mail_id.body_html
        said = "Dear Nusantara Retail, you named 40.00."
        for piece in (said, "Instalments", "AGREED-1"):
            self.assertIn(piece, body)
        self.assertIn(self.invoice.name, body)
        self.assertEqual(sent.action.amount, 40)
        self.assertIn(f"/my/invoices/{self.invoice.id}?access_token=", body)
        made = self.env["collection.journal.entry"].search(
            [("action_id", "=", sent.action.id), ("event", "=", "made")]
        )
        self.assertIn('"source":"collection.case"', made.payload)

    def test_who_has_no_address_gets_a_letter(self):
        self.debtor.email = False
        (sent,) = self.send()
        self.assertEqual(sent.action.channel, "letter")
        self.assertTrue(sent.action.attachment_id)

    def test_the_gate_says_why_not(self):
        self.debtor.write(
            {
                "collection_do_not_contact": True,
                "collection_do_not_contact_reason": "Asked for it",
            }
        )
        (sent,) = self.send()
        self.assertFalse(sent.action)
        self.assertIn("Nusantara Retail", sent.refusal)

    def test_notice_is_kept_by_hold_and_withdrawn_by_its_source(self):
        (sent,) = self.send()
        self.hold(self.invoice, 8, 20)
        self.assertFalse(sent.action._find_obsolete())
        self.case.priority = 99
        self.assertEqual(sent.action._find_obsolete(), sent.action)

    def test_unknown_placeholder_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "promissed"):
            self.words.opening = "<p>{promissed}</p>"

    def test_words_that_threaten_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "Test, Opening: “blacklist"):
            self.words.opening = "<p>We shall put you on a blacklist.</p>"

    def test_enclosures_go_with_the_mail(self):
        enclosed = self.env["ir.attachment"].create({"name": "a.pdf", "raw": b"%PDF"})
        (sent,) = self.send(attachments=enclosed)
        self.assertIn(enclosed, sent.action.mail_id.attachment_ids)

    def test_many_cost_as_many_queries_as_few(self):
        self.send()
        self.env.flush_all()
        few = self.count(2)
        self.assertLess(self.count(20) - few, 18 * 9)

    def count(self, number):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.send(number)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_settlements_name_payment_and_credit_note(self):
        self.pay(self.invoice, 30, self.day(3))
        refund = self.post_invoice(20, move_type="out_refund")
        (refund + self.invoice).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).reconcile()
        item = self.item(self.invoice)
        found = {
            settlement.kind: (settlement.day, settlement.amount)
            for settlement in item._load_settlements()[item.id]
        }
        self.assertEqual(found["payment"], (self.day(3), Decimal("30.0")))
        self.assertEqual(found["credit"][1], Decimal("20.0"))

    def test_hold_is_resized_and_ends_with_its_amount(self):
        reason = self.reason
        hold = self.case._hold(
            reason, items=self.item(self.invoice), amount=40, source="system"
        )
        hold.sudo()._resize({hold: 25.0})
        self.assertEqual(self.item(self.invoice).amount_held, 25)
        hold.sudo()._resize({hold: 0.0})
        self.assertEqual(hold.end_kind, "settled")
        self.assertEqual(self.item(self.invoice).amount_held, 0)

    def test_case_moves_to_its_agreement_and_back(self):
        agreed = {self.case.id: {"promised", "plan"}}
        with patch.object(
            type(self.case), "_get_agreement_stages", lambda self: agreed
        ):
            self.case._publish_agreements()
            self.assertEqual(self.case.stage_id.code, "plan")
            agreed.clear()
            self.case._publish_agreements()
        self.assertEqual(self.case.stage_id.code, "upcoming")
