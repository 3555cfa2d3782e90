"""What gets into the journal, and that nothing gets out of it again."""

from datetime import date, datetime

from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.b2b_collections.core import chain

from .journal_common import JournalCommon

MAIL_LOG = "odoo.addons.mail.models.mail_mail"
TABLES = (
    "collection_journal_entry",
    "collection_journal_head",
    "collection_action",
    "collection_action_line",
)


class TestEntries(JournalCommon):
    def payload(self, action, event):
        entry = self.entries.search(
            [("action_id", "=", action.id), ("event", "=", event)], limit=1
        )
        return chain.read(entry.payload)

    def test_a_mail_is_made_prepared_and_sent(self):
        self.run_day(self.day(3))
        self.assertEqual(self.events(self.actions()), ["made", "queued", "sent"])

    def test_a_letter_is_made_prepared_and_printed(self):
        self.remind()
        letter = self.actions(channel="letter")
        self.assertEqual(self.events(letter), ["made", "queued", "printed"])

    def test_the_making_states_the_facts(self):
        self.run_day(self.day(3))
        action = self.actions()
        facts = self.payload(action, "made")["facts"]
        self.assertEqual(facts["amount"], "1000")
        self.assertEqual(facts["date"], "2026-03-05")
        self.assertEqual(facts["channel"], "mail")
        self.assertEqual(facts["partner"], self.debtor.id)
        self.assertEqual(facts["level"], self.levels["R1"].id)
        (line,) = facts["lines"]
        self.assertEqual(line["name"], self.invoice.name)
        self.assertEqual(line["due"], "2026-03-02")
        self.assertEqual((line["amount"], line["open"]), ("1000", "1000"))
        self.assertEqual(line["days"], 3)

    def test_addresses_and_words_are_digests_only(self):
        self.run_day(self.day(3))
        action = self.actions()
        action.contact_id.name = "Ibu Ratna"
        for entry in self.own_entries():
            for secret in (action.address, action.subject, "Nusantara"):
                self.assertNotIn(secret, entry.payload)
        made = self.entries.search([("event", "=", "made")])
        personal = chain.read(made.payload)["personal"]
        self.assertEqual(personal["address"], chain.salted(made.salt, action.address))
        self.assertEqual(
            personal["contact"], chain.salted(made.salt, "Nusantara Retail")
        )

    def test_the_text_that_left_can_be_proved(self):
        self.run_day(self.day(3), send=False)
        action = self.actions()
        data = self.payload(action, "queued")["data"]
        self.assertEqual(data["text"], chain.digest(action.mail_id.body_html))
        self.assertEqual(data["copy"], chain.digest(action.mail_message_id.body))

    def test_what_goes_with_a_mail_can_be_proved(self):
        self.levels["SP1"].attach_letter = True
        self.remind()
        letter, mail = self.actions(date=self.day(30))
        (attached,) = self.payload(mail, "queued")["data"]["attachments"]
        self.assertEqual(attached["sha256"], chain.digest(letter.attachment_id.raw))
        self.assertEqual(letter.document_digest, attached["sha256"])
        self.assertEqual(
            self.payload(letter, "queued")["facts"]["document"], attached["sha256"]
        )

    def test_withdrawn_because_paid_says_what_was_paid(self):
        self.run_day(self.day(3), send=False)
        self.pay(self.invoice)
        self.send_mails()
        action = self.actions()
        self.assertEqual(self.events(action), ["made", "queued", "cancelled"])
        content = self.payload(action, "cancelled")
        self.assertEqual(content["data"], {"paid": self.item(self.invoice).ids})
        self.assertEqual(content["facts"], {"state": "cancelled"})

    @mute_logger(MAIL_LOG)
    def test_a_failure_is_an_entry_and_its_words_are_not_sealed(self):
        def refuse(*args, **kwargs):
            raise Exception("SMTPRecipientsRefused: 550 5.1.1 ap@x.example unknown")

        self.run_day(self.day(3), send=False)
        self.patch(type(self.env["ir.mail_server"]), "send_email", refuse)
        self.send_mails()
        entry = self.entries.search([("event", "=", "failed")])
        self.assertIn("ap@x.example", entry.detail)
        self.assertNotIn("ap@x.example", entry.payload)
        self.assertEqual(entry.data, {"address_is_bad": True})

    def test_approval_and_refusal_are_entries(self):
        self.levels["R1"].requires_approval = True
        self.run_day(self.day(3))
        waiting = self.actions()
        manager = waiting.with_user(self.manager)
        manager.with_context(collection_date=self.day(4)).action_approve()
        self.send_mails()
        self.assertEqual(self.events(waiting), ["made", "approved", "queued", "sent"])
        entry = self.entries.search([("event", "=", "approved")])
        self.assertEqual(entry.user_id, self.manager)
        facts = chain.read(entry.payload)["facts"]
        self.assertEqual(facts, {"date": "2026-03-06", "state": "planned"})

    def test_a_refusal_says_why(self):
        self.levels["R1"].requires_approval = True
        self.run_day(self.day(3))
        self.actions().with_user(self.manager)._refuse("Good customer")
        entry = self.entries.search([("event", "=", "refused")])
        self.assertEqual(entry.detail, "Good customer")
        self.assertNotIn("Good customer", entry.payload)

    def test_a_call_is_recorded_with_its_outcome(self):
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id.with_user(self.collector)
        case._log_call(self.debtor, "promised", "<p>Pays on Friday</p>")
        call = self.actions(channel="call")
        self.assertEqual(self.events(call), ["made", "done"])
        content = self.payload(call, "done")
        self.assertEqual(content["facts"], {"outcome": "promised", "state": "done"})
        self.assertIn("note", content["personal"])
        self.assertNotIn("Friday", str(content))

    def test_a_withdrawal_by_hand_is_an_entry_of_who_did_it(self):
        self.run_day(self.day(3), send=False)
        self.actions().with_user(self.collector).action_cancel()
        entry = self.entries.search([("event", "=", "cancelled")])
        self.assertEqual(entry.user_id, self.collector)

    def test_the_moment_is_that_of_the_day_played(self):
        played = self.entries.with_context(collection_date=date(2026, 3, 5))
        entry = played._record([{"company_id": self.company.id, "event": "remark"}])
        self.assertEqual(entry.moment, datetime(2026, 3, 5))

    def test_events_are_those_that_are_known(self):
        with self.assertRaisesRegex(ValueError, "unknown events: loved"):
            self.entries._record([{"company_id": self.company.id, "event": "loved"}])

    def test_amounts_are_no_floats(self):
        with self.assertRaises(TypeError):
            self.entries._record(
                [
                    {
                        "company_id": self.company.id,
                        "event": "remark",
                        "data": {"amount": 0.1},
                    }
                ]
            )

    def test_entries_are_written_in_one_statement(self):
        row = {"company_id": self.company.id, "event": "remark"}
        for count in (1, 50):
            with self.subTest(count=count), self.assertQueryCount(1):
                self.entries._record([row] * count)

    def test_changes_of_state_ask_no_more_for_many(self):
        for number in range(5):
            partner = self.make_debtor(f"Debtor {number}")
            self.post_invoice(100, partner=partner)
        self.run_day(self.day(3), send=False)
        actions = self.env["collection.action"].search([("state", "=", "queued")])
        actions.fetch(["state"])
        before = self.env.cr.sql_log_count
        actions[:1]._record_event("remark")
        one = self.env.cr.sql_log_count - before
        actions[1:]._record_event("remark")
        many = self.env.cr.sql_log_count - before - one
        self.assertEqual((len(actions), one), (6, many))


class TestAppendOnly(JournalCommon):
    def setUp(self):
        super().setUp()
        self.run_day(self.day(3))
        self.entries._seal(self.company)

    def test_the_orm_refuses_everybody(self):
        entry = self.own_entries()[:1]
        for record in (entry, entry.sudo()):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                record.write({"detail": "x"})
            with self.assertRaisesRegex(UserError, "not by hand"):
                record.create({"company_id": self.company.id, "event": "remark"})
        with self.assertRaises(AccessError):
            entry.unlink()
        action = self.actions()
        for record in (entry, action, action.line_ids):
            with (
                self.subTest(model=record._name),
                self.assertRaisesRegex(UserError, "cannot be deleted"),
            ):
                record.sudo().unlink()

    def test_facts_of_an_action_cannot_be_changed(self):
        action = self.actions().sudo()
        for name, value in (
            ("amount", 1.0),
            ("address", "other@debtor.example"),
            ("subject", "Other"),
            ("partner_id", self.company.partner_id.id),
            ("level_id", self.levels["R2"].id),
            ("date", "2026-03-04"),
        ):
            with (
                self.subTest(field=name),
                self.assertRaisesRegex(UserError, "part of the journal"),
            ):
                action.write({name: value})
        with self.assertRaisesRegex(UserError, "part of the journal"):
            action.line_ids.write({"amount_residual": 1.0})

    def test_groups_may_only_read(self):
        for user in (self.reader, self.collector, self.manager):
            entries = self.entries.with_user(user)
            self.assertTrue(entries.search([]))
            for mode in ("write", "create", "unlink"):
                with self.subTest(user=user.login, mode=mode):
                    self.assertFalse(entries.has_access(mode))

    def test_salts_are_for_administrators(self):
        entry = self.own_entries()[:1].with_user(self.manager)
        with self.assertRaises(AccessError):
            entry.read(["salt"])

    def refuses(self, statement):
        with (
            self.assertRaises(RestrictViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement)

    def test_the_database_refuses_to_delete(self):
        for table in TABLES:
            with self.subTest(table=table):
                self.refuses(f"DELETE FROM {table}")
                self.refuses(f"TRUNCATE {table} CASCADE")

    def test_the_database_refuses_to_change(self):
        for table, change in (
            ("collection_journal_entry", "payload = '{}'"),
            ("collection_journal_entry", "event = 'remark'"),
            ("collection_journal_entry", "moment = moment + interval '1 day'"),
            ("collection_journal_entry", "number = number + 100"),
            ("collection_journal_entry", "number = NULL"),
            ("collection_journal_entry", "hash = 'x'"),
            ("collection_journal_entry", "salt = 'x'"),
            ("collection_journal_entry", "detail = 'x', event = 'remark'"),
            ("collection_journal_head", "number = number - 1"),
            ("collection_action", "amount = amount + 1"),
            ("collection_action", "date = date - 1"),
            ("collection_action", "address = 'x@debtor.example'"),
            ("collection_action", "address = NULL, amount = 1"),
            ("collection_action_line", "amount_residual = 0"),
            ("collection_action_line", "action_id = action_id + 1"),
        ):
            with self.subTest(table=table, change=change):
                self.refuses(f"UPDATE {table} SET {change}")

    def test_no_entry_can_be_slipped_in_sealed(self):
        self.refuses(
            f"""
            INSERT INTO collection_journal_entry
                (company_id, event, moment, payload, number, prev_hash, hash)
            VALUES ({self.company.id}, 'sent', now(), '{{}}', 99, 'x', 'y')
            """
        )

    def test_personal_values_may_be_forgotten(self):
        self.env.cr.execute("UPDATE collection_action SET address = NULL, subject = ''")
        self.env.cr.execute(
            "UPDATE collection_journal_entry SET salt = NULL, detail = '[anonymised]'"
            " WHERE detail IS NOT NULL"
        )
        self.actions().sudo().write({"address": "[anonymised]", "attachment_id": False})

    def test_the_ledger_may_still_lose_its_lines(self):
        """An invoice that goes back to draft may be changed, journal or not."""
        self.invoice.button_draft()
        self.invoice.line_ids.with_context(dynamic_unlink=True).unlink()
        self.assertFalse(self.actions().line_ids.item_id)
        self.assertEqual(self.verify().state, "right")

    def test_a_debtor_in_the_journal_cannot_be_merged_away(self):
        other = self.make_debtor("Nusantara Ritel")
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        with self.assertRaisesRegex(UserError, "Nusantara Retail"):
            wizard._merge((self.debtor | other).ids, other)
        wizard._merge((self.debtor | other).ids, self.debtor)
        self.assertFalse(other.exists())

    def test_triggers_go_with_the_addon(self):
        from odoo.addons.b2b_collections import uninstall_hook

        uninstall_hook(self.env)
        self.env.cr.execute("DELETE FROM collection_journal_entry")
        self.assertFalse(self.entries.search_count([]))
