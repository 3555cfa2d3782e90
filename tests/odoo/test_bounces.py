"""Addresses that do not work: bounces, failures, wrong numbers, returned letters."""

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .test_recipients import RolesCommon

MAIL_LOGS = ("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")
DSN = """\
Return-Path: <>
Date: Mon, 9 Mar 2026 15:41:06 +0100
From: MAILER-DAEMON@mx.nusantara.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounce@creditor.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BOUNCE"
Message-Id: <bounce-{action}-{status}@mx.nusantara.example>

--BOUNCE
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--BOUNCE
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.nusantara.example

Final-Recipient: rfc822; {recipient}
Action: {did}
Status: {status}
Diagnostic-Code: smtp; 550 No such user here

--BOUNCE
Content-Type: message/rfc822

Message-Id: {message_id}
Subject: Friendly reminder
From: creditor@creditor.example
To: {recipient}

Please pay.

--BOUNCE--
"""


class BouncesCommon(RolesCommon):
    def bounce(self, action, recipient=None, status="5.1.1", did="failed", **values):
        text = DSN.format(
            **{
                "action": action.id,
                "recipient": recipient or action.address,
                "status": status,
                "did": did,
                "message_id": action._get_message_id(),
                **values,
            }
        )
        with self.mock_mail_gateway(), mute_logger(*MAIL_LOGS):
            self.env["mail.thread"].message_process(None, text)
        self.env.invalidate_all()

    def entries(self, action, event):
        return self.env["collection.journal.entry"].search(
            [("action_id", "=", action.id), ("event", "=", event)]
        )

    def problems(self, partner=None):
        return self.env["collection.address.problem"].search(
            [("partner_id", "in", (partner or self.debtor).ids)], order="id"
        )


class TestBounces(BouncesCommon):
    def test_a_bounce_takes_the_level_back_and_tells_the_collector(self):
        invoice = self.post_invoice()
        self.climb_to(3, 10)
        case = self.debtor.collection_case_id
        case.activity_ids.unlink()
        mail = self.actions(channel="mail")[-1]
        self.assertEqual(self.item(invoice).level_id, self.levels["R2"])
        self.bounce(mail)
        self.assertRecordValues(
            mail, [{"state": "failed", "state_detail": "550 No such user here"}]
        )
        self.assertEqual(len(self.entries(mail, "bounced")), 1)
        self.assertRecordValues(
            self.item(invoice),
            [
                {
                    "level_id": self.levels["R1"].id,
                    "level_date": self.day(3),
                    "next_level_id": self.levels["R2"].id,
                    "cycle": 2,
                }
            ],
        )
        self.assertRecordValues(
            self.problems(),
            [
                {
                    "kind": "bounced",
                    "medium": "email",
                    "address": self.debtor.email_normalized,
                    "detail": "550 No such user here",
                    "action_id": mail.id,
                    "count": 1,
                }
            ],
        )
        self.assertEqual(self.debtor.collection_address_state, "bounced")
        self.assertIn("failed", case.activity_ids.summary)
        self.assertEqual(case.last_message_date, self.day(3))
        self.assertEqual(invoice.collection_level_id, self.levels["R1"])

    def test_the_level_is_done_again_as_a_letter(self):
        invoice = self.post_invoice()
        self.climb_to(3)
        self.bounce(self.actions())
        self.assertFalse(self.item(invoice).level_id)
        self.run_day(self.day(4))
        again = self.actions(date=self.day(4))
        self.assertRecordValues(
            again, [{"channel": "letter", "level_id": self.levels["R1"].id}]
        )
        self.assertEqual(self.item(invoice).level_id, self.levels["R1"])

    def test_the_level_is_done_again_at_the_address_of_the_house(self):
        desk = self.make_contact("Anna", "accounts_payable")
        self.post_invoice(partner=desk)
        self.climb_to(3)
        self.bounce(self.actions())
        self.run_day(self.day(4))
        again = self.actions(date=self.day(4))
        self.assertEqual((again.channel, again.contact_id), ("mail", desk))
        self.assertEqual(again.address, self.debtor.email_normalized)

    def test_a_bounce_of_the_mail_beside_a_letter_changes_no_level(self):
        invoice = self.post_invoice()
        self.climb_to(3, 10, 30)
        self.bounce(self.actions(date=self.day(30), channel="mail"))
        self.assertEqual(self.item(invoice).level_id, self.levels["SP1"])
        self.assertEqual(self.debtor.collection_address_state, "bounced")

    def test_a_late_bounce_does_not_undo_what_came_after(self):
        invoice = self.post_invoice()
        self.climb_to(3)
        first = self.actions()
        self.debtor.email = "new@nusantara.example"
        self.climb_to(10)
        self.bounce(first)
        self.assertEqual(first.state, "failed")
        self.assertEqual(self.item(invoice).level_id, self.levels["R2"])
        self.assertEqual(self.debtor.collection_address_state, "ok")

    def test_what_is_queued_for_the_address_is_withdrawn(self):
        self.post_invoice(100)
        self.climb_to(3)
        self.post_invoice(200, due=self.day(1))
        self.run_day(self.day(4), send=False)
        queued = self.actions(date=self.day(4))
        self.assertEqual(queued.state, "queued")
        self.bounce(self.actions(date=self.day(3)))
        self.assertEqual(queued.state, "cancelled")

    def test_a_delay_only_counts(self):
        invoice = self.post_invoice()
        self.climb_to(3)
        for status in ("4.4.1", "4.4.2"):
            self.bounce(self.actions(), status=status, did="delayed")
        self.assertEqual(self.actions().state, "done")
        self.assertEqual(self.item(invoice).level_id, self.levels["R1"])
        self.assertRecordValues(self.problems(), [{"kind": "delayed", "count": 2}])
        self.assertEqual(self.debtor.collection_address_state, "ok")

    def test_a_copy_that_bounces_marks_its_reader_only(self):
        desk = self.make_contact("Anna", "accounts_payable")
        self.make_contact("Budi", "finance_manager")
        invoice = self.post_invoice()
        self.climb_to(3, 10, 30)
        mail = self.actions(date=self.day(30), channel="mail")
        self.bounce(mail, recipient="anna@nusantara.example")
        self.assertEqual(mail.state, "done")
        self.assertEqual(len(self.entries(mail, "bounced")), 1)
        self.assertEqual(self.item(invoice).level_id, self.levels["SP1"])
        self.assertEqual(self.problems(desk).kind, "bounced")

    def test_a_report_about_nothing_we_sent_is_not_believed(self):
        self.post_invoice()
        self.climb_to(3)
        forged = "<collection-action-%s-00000000@elsewhere.example>"
        self.bounce(self.actions(), message_id=forged % self.actions().id)
        self.assertEqual(self.actions().state, "done")
        self.assertFalse(self.problems())

    def test_another_address_or_a_check_clears_it(self):
        self.post_invoice()
        self.climb_to(3)
        self.bounce(self.actions())
        debtor = self.debtor
        failed = debtor.email_normalized
        self.assertEqual(debtor.collection_email_failed, failed)
        marked = [("collection_email_failed", "!=", False), ("id", "=", debtor.id)]
        self.assertTrue(debtor.search(marked))
        debtor.email = "new@nusantara.example"
        self.assertEqual(debtor.collection_address_state, "ok")
        self.assertFalse(debtor.search(marked))
        debtor.email = failed
        self.assertEqual(debtor.collection_address_state, "bounced")
        with self.assertRaises(AccessError):
            debtor.with_user(self.reader).action_collection_email_ok()
        debtor.with_user(self.collector).action_collection_email_ok()
        self.assertEqual(debtor.collection_address_state, "ok")
        self.assertEqual(self.problems().cleared_user_id, self.collector)
        self.run_day(self.day(5))
        self.assertEqual(self.actions(date=self.day(5)).address, failed)

    def test_wrong_number(self):
        self.levels["R1"].write({"send_mail": False, "plan_call": True})
        invoice = self.post_invoice()
        self.climb_to(3)
        self.actions().with_user(self.collector)._done("wrong_number")
        self.assertFalse(self.item(invoice).level_id)
        self.assertRecordValues(
            self.problems(),
            [
                {
                    "kind": "wrong_number",
                    "medium": "phone",
                    "address": self.debtor.phone_sanitized,
                }
            ],
        )
        self.assertEqual(self.debtor.collection_address_state, "failed")
        reach = self.make_run(self.day(4))._load_reach(self.debtor.ids)
        self.assertEqual(reach[self.debtor.id].phone, "")
        self.assertTrue(reach[self.debtor.id].phone_failed)
        self.debtor.phone = "+62 21 555 0199"
        self.env.flush_all()
        reach = self.make_run(self.day(4))._load_reach(self.debtor.ids)
        self.assertEqual(reach[self.debtor.id].phone, "+62 21 555 0199")

    def test_a_letter_that_comes_back(self):
        self.debtor.email = False
        invoice = self.post_invoice()
        self.run_day(self.day(3), send=False)
        letter = self.actions().with_user(self.collector)
        with self.assertRaisesRegex(UserError, "printed"):
            letter.action_returned()
        self.print_letters(self.day(3))
        self.assertEqual(self.item(invoice).level_id, self.levels["R1"])
        with self.assertRaises(AccessError):
            letter.with_user(self.reader).action_returned()
        letter.action_returned()
        self.assertEqual(letter.state, "failed")
        self.assertFalse(self.item(invoice).level_id)
        self.assertEqual(self.debtor.collection_address_state, "bounced")
        self.run_day(self.day(4))
        self.assertEqual(self.item(invoice).reason_code, "no_email")
        self.debtor.street = "Jalan Baru 2"
        self.run_day(self.day(5))
        self.assertEqual(self.actions(date=self.day(5)).channel, "letter")
