from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .dispute_common import DisputeCommon


@freeze_time("2026-03-04")
class TestDisputes(DisputeCommon):
    def test_only_the_contested_amount_is_held(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.assertRecordValues(
            dispute,
            [
                {
                    "state": "new",
                    "amount": 30.0,
                    "user_id": self.collector.id,
                    "date_deadline": self.day(12),
                }
            ],
        )
        item = self.item(self.invoice)
        self.assertEqual((item.amount_held, item.verdict), (30.0, "wait"))
        self.assertEqual(self.case.stage_id.code, "disputed")
        self.assertEqual(self.case.amount_disputed, 30.0)
        self.assertIn("dispute_opened", self.events())

    def test_accepted_in_part_is_credited_and_ledger_and_item_agree(self):
        dispute = self.dispute({self.invoice: 30.0})
        sent = self.decide(dispute, {self.invoice: 20.0}, user=self.accounting_manager)
        self.assertEqual(sent.action.notice_id.code, "dispute_partly")
        credit = dispute.credit_move_ids
        self.assertRecordValues(
            credit,
            [{"state": "draft", "amount_total": 20.0, "move_type": "out_refund"}],
        )
        item = self.item(self.invoice)
        self.assertEqual((dispute.credit_state, item.amount_held), ("draft", 20.0))
        credit.action_post()
        self.assertEqual(self.invoice.amount_residual, 80.0)
        self.assertEqual((item.amount_residual, item.amount_held), (80.0, 0.0))
        self.assertEqual(dispute.credit_state, "posted")
        self.assertEqual(self.case.stage_id.code, "upcoming")
        self.run_day(self.day(3))
        self.assertEqual(self.item(self.invoice).amount_residual, 80.0)
        self.assertEqual(self.actions(kind="level").amount, 80.0)

    def test_a_credit_note_goes_to_the_contested_instalment(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Halves",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": days}
                    )
                    for days in (30, 31)
                ],
            }
        )
        invoice = self.post_invoice(100, invoice_payment_term_id=terms.id)
        self.make_run(self.day(2))._execute()
        first, second = self.item(invoice)
        dispute = self.case.with_user(self.accounting_manager)._dispute(
            self.price, {second: 30.0}
        )
        dispute._decide({dispute.line_ids: 30.0})
        self.assertEqual(dispute.state, "accepted")
        dispute.credit_move_ids.action_post()
        self.assertEqual(first.move_line_id.amount_residual, 50.0)
        self.assertEqual(second.move_line_id.amount_residual, 20.0)
        self.assertEqual(second.amount_residual, 20.0)

    def test_taxes_of_a_part_are_proportional_and_exact(self):
        taxes = self.env["account.tax"].create(
            [
                {"name": f"VAT {rate}", "amount": rate, "type_tax_use": "sale"}
                for rate in (11.0, 7.0)
            ]
        )
        invoice = self.post_invoice(
            invoice_line_ids=[
                Command.create(
                    {
                        "name": name,
                        "quantity": quantity,
                        "price_unit": price,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
                for name, quantity, price, tax in (
                    ("Pumps", 3, 33.33, taxes[0]),
                    ("Hoses", 7, 1.77, taxes[0]),
                    ("Books", 1, 19.99, taxes[1]),
                    ("Stamps", 1, 5.0, taxes.browse()),
                )
            ]
        )
        share = invoice.amount_tax / invoice.amount_total
        for amount in (0.01, 1.0, 33.33, 77.77, invoice.amount_total - 0.01):
            with self.subTest(amount):
                credit = invoice._draft_credit(amount, "Price")
                self.assertEqual(credit.state, "draft")
                self.assertAlmostEqual(credit.amount_total, amount, places=2)
                self.assertAlmostEqual(credit.amount_tax, amount * share, delta=0.011)
                self.assertEqual(credit.reversed_entry_id, invoice)
        whole = invoice._draft_credit(invoice.amount_total, "Price")
        self.assertEqual(whole.amount_tax, invoice.amount_tax)
        self.assertEqual(len(whole.invoice_line_ids), 4)

    def test_without_the_right_an_accountant_is_asked(self):
        dispute = self.dispute({self.invoice: 30.0})
        self.decide(dispute, {self.invoice: 30.0})
        self.assertEqual(dispute.credit_state, "to_prepare")
        self.assertFalse(dispute.credit_move_ids)
        self.assertEqual(dispute.accountant_id, self.accountant)
        task = dispute.activity_ids.filtered(lambda a: a.user_id == self.accountant)
        self.assertIn("Prepare the credit note", task.summary)
        with self.assertRaises(AccessError):
            dispute.with_user(self.collector).action_prepare_credit()
        dispute.with_user(self.accountant).action_prepare_credit()
        self.assertEqual(dispute.credit_move_ids.amount_total, 30.0)
        dispute.credit_move_ids.with_user(self.accountant).action_post()
        self.assertEqual(dispute.credit_state, "posted")
        self.assertEqual(self.item(self.invoice).amount_held, 0.0)

    def test_rejected_ends_the_hold_and_the_debtor_gets_the_answer(self):
        dispute = self.dispute({self.invoice: 30.0})
        with self.refused(UserError, "Answer"):
            self.decide(dispute, {}, answer=" ")
        sent = self.decide(dispute, {}, answer="The price is that of the order.")
        self.assertEqual(dispute.state, "rejected")
        self.assertEqual(self.item(self.invoice).amount_held, 0.0)
        self.assertIn("The price is that of the order.", sent.action.mail_id.body_html)
        self.assertIn("dispute_decided", self.events())
        told = dispute.message_ids.filtered(
            lambda m: m.subtype_id == self.env.ref("b2b_collections.mt_dispute_debtor")
        )
        self.assertIn("The price is that of the order.", told.body)

    def test_whole_item_rejected_comes_back_by_the_reentry_rule(self):
        self.play(3)
        with freeze_time(self.day(4)):
            dispute = self.dispute({self.invoice: None})
            self.assertEqual(self.item(self.invoice).reason_code, "on_hold")
        self.play(10, 20)
        self.assertEqual(self.given(self.invoice), [(3, "R1")])
        with freeze_time(self.day(20)):
            self.decide(dispute, {}, answer="No.")
        self.play(21, 26, 27)
        self.assertEqual(self.given(self.invoice), [(3, "R1"), (27, "R2")])

    def test_debtor_without_mail_gets_the_answer_by_letter(self):
        self.debtor.email = False
        dispute = self.dispute({self.invoice: 30.0})
        sent = self.decide(dispute, {}, answer="No.")
        self.assertEqual(
            (sent.action.channel, sent.action.state), ("letter", "to_print")
        )

    def test_withdrawn_with_a_reason_and_reopened(self):
        dispute = self.dispute({self.invoice: 30.0})
        mine = dispute.with_user(self.collector)
        with self.refused(UserError, "Reason"):
            mine._withdraw("")
        mine._withdraw("He was mistaken.")
        self.assertRecordValues(
            dispute,
            [{"state": "withdrawn", "end_kind": "withdrawn", "cycle_days": 0}],
        )
        self.assertFalse(self.item(self.invoice).amount_held)
        with self.refused(UserError, "decided already"):
            mine._withdraw("Again.")
        mine._reopen("He insists.")
        self.assertEqual(dispute.state, "investigating")
        self.assertEqual(self.item(self.invoice).amount_held, 30.0)
        self.assertIn("dispute_reopened", self.events())

    def test_administrative_excuse_is_answered_with_the_document(self):
        excuse = self.env.ref("b2b_collections.dispute_reason_not_received")
        pdf = self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4",
                "res_model": "account.move",
                "res_id": self.invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        self.invoice.invalidate_recordset(["invoice_pdf_report_id"])
        dispute = self.dispute({self.invoice: None}, reason=excuse, confirm=True)
        self.assertEqual(dispute.date_deadline, self.day(5))
        action = self.actions(kind="notice")
        self.assertEqual(action.notice_id.code, "dispute_document")
        self.assertIn(pdf, action.mail_id.attachment_ids)

    def test_disputes_are_forgotten_with_their_case(self):
        words = "Anna says the price is wrong"
        dispute = self.dispute({self.invoice: 30.0}, description=words)
        dispute.message_post(body=words)
        self.decide(dispute, {}, answer=words)
        self.env["collection.privacy"].sudo()._forget_cases(self.case.sudo())
        texts = [dispute.description, dispute.answer, dispute.debtor_note]
        texts += dispute.message_ids.mapped("body")
        self.assertNotIn("Anna", " ".join(filter(None, texts)))
        self.assertFalse(dispute.activity_ids)

    def test_form_from_the_invoice(self):
        action = self.invoice.with_user(self.collector).action_new_collection_dispute()
        form = Form(
            self.env["collection.dispute"]
            .with_user(self.collector)
            .with_context(**action["context"])
        )
        form.reason_id = self.price
        dispute = form.save()
        self.assertEqual(dispute.line_ids.move_id, self.invoice)
        self.assertEqual(dispute.amount, 100.0)

    def test_excuse_is_answered_also_where_no_document_can_be_made(self):
        excuse = self.env.ref("b2b_collections.dispute_reason_not_received")
        with patch.object(
            type(self.env["account.move"]),
            "_get_invoice_legal_documents",
            side_effect=UserError("No program for it"),
        ):
            dispute = self.dispute({self.invoice: None}, reason=excuse, confirm=True)
        action = self.actions(kind="notice")
        self.assertFalse(action.mail_id.attachment_ids)
        self.assertIn(f"/my/invoices/{self.invoice.id}", action.mail_id.body_html)
        self.assertIn("No program for it", "".join(dispute.message_ids.mapped("body")))

    def test_numbers_of_cycle_time(self):
        dispute = self.dispute({self.invoice: 30.0})
        with freeze_time(self.day(9)):
            self.decide(dispute, {}, answer="No.")
        self.assertEqual((dispute.cycle_days, dispute.date_decided), (7, self.day(9)))
        (row,) = self.env["collection.dispute"]._read_group(
            [("id", "=", dispute.id)],
            ["reason_id"],
            ["cycle_days:avg", "amount_company:sum"],
        )
        self.assertEqual(row, (self.price, 7, 30.0))
