"""A partial dispute from the objection to the credit note, as the debtor reads it."""

from freezegun import freeze_time

from odoo.tools import html2plaintext

from .dispute_common import DisputeCommon
from .documents_common import DocumentsCommon


class TestPartialDispute(DisputeCommon):
    pages = DocumentsCommon.pages

    def mail_text(self, action):
        return " ".join(html2plaintext(action.mail_items).split())

    def test_thirty_of_a_hundred(self):
        with freeze_time(self.day(2)):
            dispute = self.dispute({self.invoice: 30.0}, confirm=True)
        # The reminder asks for the rest, and says why not for all of it.
        self.play(3)
        reminder = self.actions(kind="level")
        self.assertRecordValues(reminder, [{"channel": "mail", "amount": 70.0}])
        text = self.mail_text(reminder)
        self.assertIn("of which in dispute: 30.00", text)
        self.assertIn("Of which in dispute, not asked for at present", text)
        self.assertRegex(text, r"Amount to pay\D+70\.00")
        # So does the letter.
        self.play(10, 30)
        letter = self.actions(channel="letter")
        text = " ".join(self.pages(letter.attachment_id.raw))
        self.assertIn("of which in dispute: 30.00", text)
        self.assertRegex(text, r"Amount to pay\D+70\.00")
        # Accepted: drafted, posted by an accountant, and nothing is held any more.
        with freeze_time(self.day(31)):
            self.decide(dispute, {self.invoice: 30.0}, user=self.accounting_manager)
            self.assertEqual(dispute.state, "accepted")
            self.assertEqual(dispute.credit_move_ids.state, "draft")
            credit = dispute.credit_move_ids.with_user(self.accountant)
            credit.action_post()
        item = self.item(self.invoice)
        self.assertEqual(self.invoice.amount_residual, 70.0)
        self.assertEqual(item.move_line_id.amount_residual, 70.0)
        self.assertEqual((item.amount_residual, item.amount_held), (70.0, 0.0))
        self.play(32)
        self.assertEqual((item.amount_residual, item.amount_held), (70.0, 0.0))
        self.assertEqual(self.case.amount_open, 70.0)
        self.assertEqual(
            dispute.line_ids.hold_id.mapped("state"), ["released"], "hold ends"
        )
        self.assertEqual(
            [event for event in self.events()[::-1] if event.startswith("dispute")],
            # Its deadline passed before it was decided.
            [
                f"dispute_{event}"
                for event in ("opened", "changed", "decided", "credited")
            ],
        )
        notices = self.actions(kind="notice").mapped("notice_id.code")
        self.assertEqual(notices, ["dispute_opened", "dispute_accepted"])
