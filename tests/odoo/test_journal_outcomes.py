"""What becomes known after a message has left: replies, arrivals, opened links."""

from odoo.tests import HttpCase, tagged

from .journal_common import JournalCommon

REPLY = """\
Return-Path: <{sender}>
From: Accounts Payable <{sender}>
To: {to}
Subject: Re: Reminder
Message-ID: <reply-1@debtor.example>
In-Reply-To: {answered}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

We pay on Friday.
"""


class TestReplies(JournalCommon):
    def setUp(self):
        super().setUp()
        self.run_day(self.day(3))
        self.action = self.actions()

    def reply(self, sender):
        mail = REPLY.format(
            sender=sender,
            to=f"catchall.test@{self.alias_domain}",
            answered=self.action.mail_message_id.message_id,
        )
        self.env["mail.thread"].message_process("collection.case", mail)
        return self.entries.search([("event", "=", "replied")])

    def test_a_reply_of_the_debtor_is_an_entry_of_what_it_answers(self):
        entry = self.reply(self.debtor.email)
        self.assertEqual(entry.action_id, self.action)
        self.assertEqual(entry.case_id, self.action.case_id)
        self.assertEqual(entry.contact_id, self.debtor)
        self.assertNotIn("debtor.example", entry.payload)

    def test_a_reply_from_an_unknown_address_counts_as_well(self):
        entry = self.reply("someone@elsewhere.example")
        self.assertEqual((entry.action_id, len(entry)), (self.action, 1))

    def test_a_mail_of_a_colleague_is_no_reply(self):
        self.collector.email = "collector@seller.example"
        self.assertFalse(self.reply("collector@seller.example"))


class TestTexts(JournalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor.phone = "+62 811 1000 100"
        cls.levels["R1"].write({"send_mail": False, "send_sms": True})

    def setUp(self):
        super().setUp()
        self.run_day(self.day(3), send=False)
        self.action = self.actions()

    def report(self, state):
        tracker = self.env["sms.tracker"].search(
            [("sms_uuid", "=", self.action.sms_id.uuid)]
        )
        tracker._action_update_from_sms_state(state)

    def test_a_text_that_arrived_is_delivered_once(self):
        self.action.sms_id.state = "pending"
        self.report("pending")
        self.assertEqual(self.events(self.action), ["made", "queued", "sent"])
        self.report("sent")
        self.report("sent")
        self.assertEqual(
            self.events(self.action), ["made", "queued", "sent", "delivered"]
        )

    def test_a_text_that_did_not_arrive_after_all_reached_nobody(self):
        self.action.sms_id.state = "pending"
        tracker = self.env["sms.tracker"].search([])
        tracker._action_update_from_provider_error("number_format")
        self.assertEqual(self.events(self.action)[-1], "bounced")
        self.assertEqual(self.action.state, "failed")
        self.assertFalse(self.item(self.invoice).level_id)

    def test_the_journal_is_right_about_texts(self):
        self.action.sms_id.state = "pending"
        self.report("sent")
        check = self.verify()
        self.assertEqual(check.state, "right", check.problem_text)


@tagged("-at_install", "post_install")
class TestLinks(JournalCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.levels["R1"].attach_invoices = "link"
        self.run_day(self.day(3))
        self.action = self.actions()
        self.authenticate(None, None)

    def open(self, token):
        url = f"/my/invoices/{self.invoice.id}?access_token={token}"
        self.url_open(url, allow_redirects=False)
        self.entries.invalidate_model()
        return self.events(self.action)

    def test_the_first_opening_of_a_link_is_an_entry(self):
        self.assertEqual(self.open("wrong"), ["made", "queued", "sent"])
        token = self.invoice.access_token
        self.assertTrue(token)
        opened = ["made", "queued", "sent", "opened"]
        self.assertEqual(self.open(token), opened)
        self.assertEqual(self.open(token), opened)

    def test_a_look_of_a_colleague_is_none(self):
        self.authenticate(self.manager.login, self.manager.login)
        self.assertNotIn("opened", self.open(self.invoice.access_token))
