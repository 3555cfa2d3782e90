from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import CollectionsCommon

MAIL_LOG = "odoo.addons.mail.models.mail_mail"


class TestMessages(CollectionsCommon):
    def fail_sending(self, error):
        """Let the mail server refuse whatever it is given."""

        def refuse(*args, **kwargs):
            raise error

        self.patch(type(self.env["ir.mail_server"]), "send_email", refuse)

    def test_one_message_per_debtor_at_the_highest_level(self):
        old, new = self.post_invoice(100), self.post_invoice(200, due=self.day(20))
        for offset in (3, 10):
            self.run_day(self.day(offset))
        self.run_day(self.day(30))
        letter, mail = self.actions(date=self.day(30))
        self.assertEqual((letter.channel, mail.channel), ("letter", "mail"))
        self.assertEqual(letter.level_id.short_name, "SP1")
        lines = letter.line_ids.sorted("date_due")
        self.assertEqual(lines.move_id, old | new)
        self.assertEqual(lines.mapped("level_id.short_name"), ["SP1", "R1"])
        self.assertEqual(lines.mapped("days_overdue"), [30, 10])
        self.assertTrue(letter.attachment_id)

    def test_two_currencies_are_listed_and_never_added(self):
        other = self.setup_other_currency("EUR")
        self.post_invoice(1000)
        self.post_invoice(500, currency_id=other.id)
        self.run_day(self.day(3))
        lines = self.actions().line_ids
        self.assertEqual(len(lines.currency_id), 2)
        totals = {
            currency.name: sum(own.mapped("amount_residual"))
            for currency, own in lines.grouped("currency_id").items()
        }
        self.assertEqual(totals, {"EUR": 500.0, self.company.currency_id.name: 1000.0})

    def test_currency_without_rate_is_chased_in_its_own(self):
        rare = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "XTS", "rounding": 0.01}
        )
        self.post_invoice(70, currency_id=rare.id)
        self.run_day(self.day(3))
        self.assertRecordValues(
            self.actions().line_ids, [{"currency_id": rare.id, "amount_residual": 70.0}]
        )

    def test_child_contact_gets_his_own_message(self):
        child = self.env["res.partner"].create(
            {
                "name": "Branch Surabaya",
                "type": "invoice",
                "parent_id": self.debtor.id,
                "email": "surabaya@nusantara.example",
                "lang": "en_US",
            }
        )
        self.post_invoice(100)
        branch = self.post_invoice(100, partner=child)
        self.run_day(self.day(3))
        actions = self.actions()
        self.assertEqual(actions.contact_id, self.debtor | child)
        own = actions.filtered(lambda action: action.contact_id == child)
        self.assertEqual(own.address, "surabaya@nusantara.example")
        self.assertEqual(own.line_ids.move_id, branch)
        self.assertEqual(len(actions.case_id), 1)

    def test_contact_without_address_gets_it_at_the_debtors(self):
        child = self.env["res.partner"].create(
            {"name": "Branch", "type": "invoice", "parent_id": self.debtor.id}
        )
        self.post_invoice(100, partner=child)
        self.run_day(self.day(3))
        self.assertEqual(self.actions().address, self.debtor.email_normalized)

    def test_no_email_becomes_a_letter_after_the_due_date(self):
        self.debtor.email = False
        invoice = self.post_invoice(100)
        self.run_day(self.day(-7))
        self.assertIn("no e-mail address", self.item(invoice).reason)
        self.run_day(self.day(3), send=False)
        self.assertRecordValues(
            self.actions(), [{"channel": "letter", "state": "to_print"}]
        )
        self.assertFalse(self.item(invoice).level_id)
        self.print_letters(self.day(5))
        self.assertRecordValues(
            self.item(invoice),
            [{"level_id": self.levels["R1"].id, "level_date": self.day(5)}],
        )

    def test_letter_is_withdrawn_when_paid_before_it_is_printed(self):
        self.debtor.email = False
        invoice = self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        self.pay(invoice)
        result = self.actions().with_user(self.collector).action_print_letters()
        self.assertIn("no letter to print", result["params"]["message"])
        self.assertEqual(self.actions().state, "cancelled")

    def test_no_way_to_reach_says_so_and_marks_the_case(self):
        self.policy.mail_fallback = "none"
        self.debtor.email = False
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertEqual(
            self.item(invoice).reason,
            "no e-mail address for Nusantara Retail",
        )
        self.assertTrue(self.debtor.collection_case_id.has_contact_problem)
        self.assertFalse(self.actions())

    def test_debtor_without_any_address_is_held(self):
        self.debtor.write({"email": False, "street": False, "city": False})
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertEqual(self.item(invoice).verdict, "hold")

    def test_unknown_language_falls_back(self):
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", [self.debtor.id]
        )
        self.debtor.invalidate_recordset(["lang"])
        self.post_invoice(100)
        run = self.run_day(self.day(3))
        self.assertEqual(run.case_failed, 0)
        self.assertEqual(self.actions().state, "done")

    def test_blacklisted_address_is_respected(self):
        self.env["mail.blacklist"].sudo()._add(self.debtor.email)
        self.policy.mail_fallback = "none"
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.assertIn("blacklist", self.item(invoice).reason)

    def test_paid_after_queueing_is_not_sent(self):
        invoice = self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        self.pay(invoice)
        self.send_mails()
        action = self.actions()
        self.assertEqual(action.state, "cancelled")
        self.assertIn("before it left", action.state_detail)
        self.assertFalse(self._mails)
        self.assertFalse(self.item(invoice).level_id)

    def test_part_paid_after_queueing_is_withdrawn_and_said_right_later(self):
        invoice = self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        self.pay(invoice, 30)
        self.send_mails()
        self.assertEqual(self.actions().state, "cancelled")
        self.run_day(self.day(4))
        later = self.actions(state="done")
        self.assertEqual(later.line_ids.amount_residual, 70.0)
        self.assertEqual(self.item(invoice).cycle, 2)

    @mute_logger(MAIL_LOG)
    def test_failed_mail_is_no_contact_and_somebody_is_told(self):
        invoice = self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        self.fail_sending(ConnectionError("server is down"))
        self.send_mails()
        item = self.item(invoice)
        self.assertFalse(item.level_id)
        self.assertRecordValues(self.actions(), [{"state": "failed"}])
        case = self.debtor.collection_case_id
        self.assertIn("failed", case.activity_ids.summary)
        self.assertEqual(case.activity_ids.user_id, self.collector)
        self.assertFalse(self.debtor.collection_email_failed)

    @mute_logger(MAIL_LOG)
    def test_refused_recipient_is_not_written_to_again_until_corrected(self):
        self.policy.mail_fallback = "none"
        invoice = self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        self.fail_sending(Exception("SMTPRecipientsRefused: 550 5.1.1 unknown"))
        self.send_mails()
        self.assertEqual(self.debtor.collection_email_failed, self.debtor.email)
        self.run_day(self.day(5))
        self.assertIn("correct the address", self.item(invoice).reason)
        self.assertEqual(len(self.actions()), 1)
        self.debtor.email = "new@nusantara.example"
        self.run_day(self.day(6), send=False)
        self.assertEqual(self.actions()[-1].address, "new@nusantara.example")

    def test_approval_keeps_the_message_back(self):
        self.levels["FINAL"].requires_approval = True
        invoice = self.post_invoice(100)
        for offset in (3, 10, 30, 90):
            self.run_day(self.day(offset))
        action = self.actions(level_id=self.levels["FINAL"].id)
        self.assertEqual(action.state, "to_approve")
        self.assertEqual(self.item(invoice).level_id.short_name, "SP1")
        self.run_day(self.day(91))
        self.assertEqual(self.item(invoice).reason, "FINAL waits for approval")
        action.with_user(self.manager).action_approve()
        self.assertEqual(action.state, "to_print")
        self.print_letters(self.day(91))
        self.assertEqual(self.item(invoice).level_id.short_name, "FINAL")

    def test_replies_are_addressed_to_the_company_by_name(self):
        self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        reply_to = self.actions().mail_id.reply_to
        self.assertIn(self.company.name, reply_to)
        self.assertIn(self.company.catchall_email, reply_to)

    def test_approver_has_a_task_until_it_is_decided(self):
        self.env.company.collection_approver_id = self.manager
        self.levels["R1"].requires_approval = True
        self.post_invoice(100)
        self.run_day(self.day(3))
        task = self.debtor.collection_case_id.activity_ids
        self.assertRecordValues(
            task,
            [
                {
                    "user_id": self.manager.id,
                    "date_deadline": self.day(3),
                    "collection_action_id": self.actions().id,
                }
            ],
        )
        self.actions().with_user(self.manager).action_approve()
        self.assertFalse(task.exists())

    def test_paid_while_waiting_for_approval(self):
        self.levels["R1"].requires_approval = True
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.pay(invoice)
        self.actions().with_user(self.manager).action_approve()
        self.assertEqual(self.actions().state, "cancelled")

    def test_refusal_needs_a_reason_and_rests(self):
        self.levels["R1"].requires_approval = True
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        action = self.actions().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "reason"):
            action._refuse(" ")
        action.with_context(collection_date=self.day(3))._refuse("Big customer, I call")
        self.run_day(self.day(4))
        self.assertIn("Big customer, I call", self.item(invoice).reason)
        self.run_day(self.day(10))
        self.assertEqual(len(self.actions()), 2)

    def test_call_task_carries_guide_and_is_journalled_when_done(self):
        self.levels["R2"].call_guide = "<p>Ask for the accounts payable desk.</p>"
        self.post_invoice(100)
        self.run_day(self.day(3))
        self.run_day(self.day(10))
        call = self.actions(channel="call")
        task = self.debtor.collection_case_id.activity_ids
        self.assertIn("accounts payable", task.note)
        self.assertEqual(task.user_id, self.collector)
        task.action_feedback("Spoke to Ms Dewi")
        self.assertRecordValues(call, [{"state": "done", "outcome": "reached"}])

    def test_thank_you_only_for_what_had_been_reminded(self):
        self.policy.thank_you = True
        reminded = self.post_invoice(100)
        self.run_day(self.day(3))
        good_payer = self.make_debtor("Good payer")
        early = self.post_invoice(100, partner=good_payer)
        self.run_day(self.day(-7))
        self.pay(reminded)
        self.pay(early)
        self.run_day(self.day(5))
        thanks = self.env["collection.action"].search([("kind", "=", "thanks")])
        self.assertEqual(thanks.partner_id, self.debtor)
        self.assertEqual(thanks.state, "done")
        self.run_day(self.day(6))
        self.assertEqual(
            self.env["collection.action"].search_count([("kind", "=", "thanks")]), 1
        )

    def test_reply_lands_on_the_case(self):
        self.post_invoice(100)
        self.run_day(self.day(3), send=False)
        mail = self.actions().mail_id
        self.assertEqual(
            (mail.model, mail.res_id),
            ("collection.case", self.debtor.collection_case_id.id),
        )
        self.assertIn(str(self.actions().id), mail.message_id)

    def test_sms_goes_through_odoos_queue(self):
        self.levels["R1"].write(
            {"send_mail": False, "send_sms": True, "sms_body": "Please pay {total}."}
        )
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        action = self.actions()
        self.assertEqual((action.channel, action.state), ("sms", "queued"))
        self.assertIn("Please pay", action.sms_id.body)
        action.sms_id.state = "sent"
        self.assertEqual(action.state, "done")
        self.assertEqual(self.item(invoice).level_id.short_name, "R1")

    def test_hand_made_message_goes_through_the_gate(self):
        self.policy.contact_gap_days = 3
        self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id.with_user(self.collector)
        tomorrow = case.with_context(collection_date=self.day(4))
        with self.assertRaisesRegex(UserError, "cannot be contacted this way now"):
            tomorrow._contact("mail", self.levels["R2"])
        later = case.with_context(collection_date=self.day(7))
        action = later._contact("mail", self.levels["R2"])
        self.assertEqual((action.state, action.user_id), ("queued", self.collector))

    def test_hand_made_message_may_come_early_but_not_before_the_gap(self):
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id.with_user(self.collector)
        too_soon = case.with_context(collection_date=self.day(9))
        self.assertEqual(too_soon._get_default_level(), self.levels["R2"])
        too_soon._contact("call", self.levels["R2"])._done("reached")
        self.assertEqual(self.item(invoice).level_id, self.levels["R1"])
        self.run_day(self.day(10))
        early = case.with_context(collection_date=self.day(20))
        self.assertEqual(early._get_default_level(), self.levels["SP1"])
        early._contact("letter", self.levels["SP1"])
        self.print_letters(self.day(20))
        self.assertEqual(self.item(invoice).level_id, self.levels["SP1"])

    def test_whatsapp_is_a_prepared_chat_and_a_journal_entry(self):
        self.levels["R1"].sms_body = "Please pay {total}."
        self.post_invoice(100)
        self.run_day(self.day(0))
        case = self.debtor.collection_case_id.with_user(self.collector)
        result = case.with_context(collection_date=self.day(3)).action_whatsapp()
        self.assertIn("https://wa.me/62215550100?text=Please%20pay", result["url"])
        self.assertEqual(self.actions(channel="whatsapp").state, "done")
        self.debtor.phone = False
        with self.assertRaisesRegex(UserError, "no phone number"):
            case.action_whatsapp()

    def test_statement_goes_by_mail_with_its_document(self):
        self.post_invoice(100)
        self.post_invoice(100, due=self.day(60))
        self.run_day(self.day(3))
        self.debtor.collection_case_id.with_user(self.collector).action_statement()
        action = self.actions(kind="statement")
        self.assertEqual((action.channel, action.state), ("mail", "queued"))
        self.assertIn(action.attachment_id, action.mail_id.attachment_ids)

    def test_long_and_formula_like_names(self):
        for name in ("N" * 200, '=HYPERLINK("http://x.example";"pay")', "<b>&amp; Co"):
            partner = self.make_debtor(name, email="ap@long.example")
            invoice = self.post_invoice(100, partner=partner)
            self.run_day(self.day(3))
            self.assertEqual(self.item(invoice).level_id.short_name, "R1")

    def test_huge_amount(self):
        self.post_invoice(1e12)
        self.run_day(self.day(3))
        self.assertEqual(self.actions().line_ids.amount_residual, 1e12)
