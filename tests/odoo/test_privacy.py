"""Persons of old cases are forgotten; what proves the claim, and the chain, stay."""

import base64
import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import new_test_user
from odoo.tools import SQL, html2plaintext

from odoo.addons.b2b_collections.core.retention import forget_on
from odoo.addons.b2b_collections.core.testimony import ANONYMOUS

from .common import MANAGER
from .journal_common import JournalCommon

SECRET = "Anna Secret"
MAIL = "anna.secret@nusantararetail.example"
NOTE = "Anna Secret said her budget is spent"
LATER = Date.to_date("2031-06-01")


class PrivacyCase(JournalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.env["res.partner"].create(
            {
                "name": SECRET,
                "type": "invoice",
                "parent_id": cls.debtor.id,
                "email": MAIL,
                "phone": "+62 21 555 0142",
                "city": "Jakarta",
                "lang": "en_US",
            }
        )
        cls.invoice = cls.post_invoice(1000, partner=cls.anna)
        cls.privacy = cls.env["collection.privacy"].sudo()

    def setUp(self):
        super().setUp()
        # Other tests' ways to the first invoice of the class are not of interest here.
        self.remind()
        self.case = self.item(self.invoice).case_id
        self.case._log_call(self.anna, "reached", f"<p>{NOTE}</p>")
        self.reply = self.case.message_post(
            body=NOTE,
            author_id=self.anna.id,
            email_from=f"{SECRET} <{MAIL}>",
            message_type="email",
            attachments=[("answer.txt", NOTE.encode())],
        )
        self.env["collection.consent"].create(
            {"partner_id": self.anna.id, "channel": "sms", "state": "refused",
             "note": NOTE}
        )  # fmt: skip

    def close_case(self, on="2026-05-10"):
        moves = self.item(self.invoice).move_id
        moves |= self.case.item_ids.filtered(lambda i: i.state == "open").move_id
        for move in moves:
            self.pay(move)
        day = Date.to_date(on)
        self.make_run(day).with_context(collection_date=day)._execute()
        self.entries._seal(self.company)

    def prepare(self, today=LATER, user=None):
        record = (
            self.env["collection.anonymisation"]
            .with_user(user or self.manager)
            .with_context(collection_date=today)
            .create({"company_id": self.company.id})
        )
        record.action_prepare()
        return record

    def own(self, record):
        """Lines of the list about the case of these tests."""
        return record.line_ids.filtered(lambda line: line.case_id == self.case)

    def where_it_stands(self, words=("Anna", "anna.secret", "555 0142", "budget")):
        """``{table.column}`` of collections and chatter in which a word stands."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT table_name, column_name FROM information_schema.columns
                  JOIN pg_class ON relname = table_name AND relkind = 'r'
                 WHERE table_schema = 'public'
                   AND data_type IN ('text', 'character varying', 'jsonb')
                   AND (table_name LIKE 'collection%%'
                        OR table_name IN ('mail_message', 'mail_mail', 'sms_sms',
                                          'mail_activity', 'mail_tracking_value'))
                """
            )
        )
        found = set()
        for table, column in columns:
            matches = SQL(" OR ").join(
                SQL("%s::text ILIKE %s", SQL.identifier(column), f"%{word}%")
                for word in words
            )
            rows = self.env.execute_query(
                SQL(
                    "SELECT * FROM %s WHERE %s LIMIT 1",
                    SQL.identifier(table),
                    matches,
                )
            )
            if rows:
                print("STANDS", table, column, str(rows[0])[:600])
                found.add(f"{table}.{column}")
        return found


class TestRetention(PrivacyCase):
    def test_closing_is_dated(self):
        self.assertFalse(self.case.closed_date)
        self.close_case()
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.closed_date, Date.to_date("2026-05-10"))

    def test_a_case_is_over_on_the_day_that_the_core_says(self):
        self.close_case()
        for closed, months in (
            ("2024-02-29", 12),
            ("2026-01-31", 1),
            ("2026-12-31", 2),
            ("2026-05-10", 60),
        ):
            self.case.closed_date = closed
            self.company.collection_retention_months = months
            day = forget_on(self.case.closed_date, months)
            with self.subTest(closed=closed, months=months):
                for today, over in ((Date.subtract(day, days=1), False), (day, True)):
                    cases = self.case._find_over(self.company, today)
                    self.assertEqual(self.case in cases, over)

    def test_open_cases_and_zero_months_are_never_over(self):
        self.assertNotIn(self.case, self.case._find_over(self.company, LATER))
        self.close_case()
        self.assertIn(self.case, self.case._find_over(self.company, LATER))
        self.company.collection_retention_months = 0
        self.assertFalse(self.case._find_over(self.company, LATER))
        with self.assertRaisesRegex(UserError, "for ever"):
            self.prepare()

    def test_months_that_make_no_sense(self):
        for months in (-1, 601):
            with (
                self.subTest(months=months),
                self.assertRaisesRegex(ValidationError, "1 to 600 months"),
            ):
                self.company.collection_retention_months = months


class TestDryRun(PrivacyCase):
    def test_it_shows_persons_and_counts_and_changes_nothing(self):
        self.close_case()
        before = self.where_it_stands()
        record = self.prepare()
        line = self.own(record)
        self.assertEqual(line.contact_ids & self.anna, self.anna)
        self.assertEqual(line.forget_date, Date.to_date("2031-05-10"))
        self.assertEqual(line.action_count, len(self.case.action_ids))
        self.assertGreater(line.entry_count, line.action_count)
        self.assertGreaterEqual(line.document_count, 1)
        what = html2plaintext(record.what_html)
        for words in ("Collection Action", "Journal Entry", "Address", "Files"):
            self.assertIn(words, what)
        self.assertIn("commercial and tax law", html2plaintext(record.stays_html))
        self.assertEqual(record.state, "prepared")
        self.assertEqual(self.where_it_stands(), before)
        self.assertEqual(self.verify().state, "right")

    def test_what_it_counts_is_what_is_emptied(self):
        self.close_case()
        scope = ("of_cases", {})
        counted = self.privacy._count_values(scope, self.case)
        self.assertGreater(counted["collection.action", "address"], 1)
        self.privacy._empty_values(scope, self.case)
        self.env.invalidate_all()
        marked = self.case.action_ids.filtered(lambda a: a.address == ANONYMOUS)
        self.assertEqual(len(marked), counted["collection.action", "address"])
        self.assertFalse(self.privacy._count_values(scope, self.case))

    def test_a_line_can_be_left_out(self):
        self.close_case()
        record = self.prepare()
        self.own(record).unlink()
        record.action_anonymise()
        self.assertFalse(self.case.anonymised_date)

    def test_number_of_queries_does_not_grow_with_cases(self):
        self.close_case()

        def count():
            record = self.env["collection.anonymisation"].create(
                {"company_id": self.company.id, "date": LATER}
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            record._prepare()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count()
        one = count()
        self.env["collection.case"].sudo().create(
            [
                {
                    "company_id": self.company.id,
                    "partner_id": self.make_debtor(f"Debtor {number}").id,
                    "stage_id": self.case.stage_id.id,
                    "state": "closed",
                    "closed_date": "2026-01-01",
                }
                for number in range(50)
            ]
        )
        self.assertLess(count() - one, 5)


class TestAnonymise(PrivacyCase):
    def test_nothing_personal_is_left_and_the_journal_verifies(self):
        self.close_case()
        self.assertIn("collection_action.note", self.where_it_stands())
        self.assertIn("mail_message.body", self.where_it_stands())
        letters = self.case.action_ids.attachment_id
        facts = self.case.action_ids.sorted("id").read(
            ["date", "channel", "level_id", "amount", "state", "document_digest"]
        )
        record = self.prepare()
        record.action_anonymise()
        self.assertEqual(record.state, "done")
        self.assertEqual(self.where_it_stands(), set())
        self.assertFalse(letters.exists())
        self.assertFalse(self.case.action_ids.attachment_id)
        self.assertFalse(self.reply.author_id)
        self.assertEqual(self.case.anonymised_date, LATER)
        after = self.case.action_ids.sorted("id").read(list(facts[0]))
        self.assertEqual(after, facts)
        check = self.verify()
        self.assertEqual((check.state, check.problem_text), ("right", False))

    def test_what_is_forgotten_cannot_be_put_back_or_altered(self):
        self.close_case()
        self.prepare().action_anonymise()
        entries = self.entries.search(
            [("case_id", "=", self.case.id), ("event", "!=", "anonymised")]
        )
        self.assertEqual(set(entries.sudo().mapped("salt")) - {False}, set())
        action = self.case.action_ids.filtered("amount")[:1]
        with self.behind_the_triggers("collection_action") as execute:
            execute(
                SQL(
                    "UPDATE collection_action SET amount = amount + 1 WHERE id = %s",
                    action.id,
                )
            )
        self.assertEqual(self.verify().problem, "row")

    def test_a_reason_for_setting_a_rule_aside_is_forgotten_with_the_rest(self):
        """What the journal keeps a salted digest of must not stand there without."""
        self.policy.contact_gap_days = 30
        day = self.day(31)
        case = self.case.with_user(self.manager).with_context(collection_date=day)
        self.post_invoice(70, due=self.day(25), partner=self.anna)
        self.run_day(day, send=False)
        case._contact("mail", self.levels["R1"], self.anna, override=NOTE)
        overridden = self.case.action_ids.filtered("gate_reason")
        self.assertEqual(overridden.gate_reason, NOTE)
        self.send_mails()
        self.close_case()
        self.prepare().action_anonymise()
        self.assertEqual(overridden.gate_reason, ANONYMOUS)
        self.assertEqual(self.verify().state, "right")

    def test_forgetting_without_the_journal_is_found(self):
        self.close_case()
        self.privacy._empty_values(("of_cases", {}), self.case)
        self.env.invalidate_all()
        self.assertIn(self.verify(False).problem, ("row", "detail"))

    def test_it_is_journalled_once_per_case_by_whom_and_how_much(self):
        self.close_case()
        record = self.prepare()
        record.action_anonymise()
        entry = self.entries.search(
            [("event", "=", "anonymised"), ("case_id", "=", self.case.id)]
        )
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.data["actions"], len(self.case.action_ids))
        self.assertEqual(entry.data["months"], 60)
        self.assertRecordValues(
            record, [{"user_id": self.manager.id, "done_count": record.case_count}]
        )
        self.assertFalse(record.line_ids.contact_ids)

    def test_ledger_contacts_and_invoice_files_stay(self):
        ledger = self.invoice.line_ids.read()
        file = self.env["ir.attachment"].create(
            {
                "name": "INV.pdf",
                "raw": b"%PDF-",
                "res_model": "account.move",
                "res_id": self.invoice.id,
            }
        )
        self.reply.attachment_ids |= file
        self.close_case()
        ledger = self.invoice.line_ids.read()
        own = self.anna.read(["name", "email", "phone"])
        self.prepare().action_anonymise()
        self.assertEqual(self.invoice.line_ids.read(), ledger)
        self.assertEqual(self.anna.read(["name", "email", "phone"]), own)
        self.assertEqual(file.exists().raw, b"%PDF-")

    def test_a_refusal_outlives_its_words(self):
        self.close_case()
        self.prepare().action_anonymise()
        wish = self.anna.collection_consent_ids
        self.assertEqual((wish.state, wish.note), ("refused", ANONYMOUS))

    def test_what_another_case_needs_is_kept(self):
        self.close_case()
        self.post_invoice(50, due=self.day(100), partner=self.anna)
        self.run_day(self.day(103))
        self.prepare().action_anonymise()
        self.assertEqual(self.case.anonymised_date, LATER)
        self.assertEqual(self.anna.collection_consent_ids.note, NOTE)
        again = self.actions(state="done").filtered(lambda a: a.case_id != self.case)
        self.assertEqual(again.address, MAIL)
        self.assertEqual(self.verify().state, "right")

    def test_large_lists_go_on_as_a_job(self):
        from odoo.addons.b2b_collections.models import collection_anonymisation_work

        self.close_case()
        other = self.make_debtor("Second")
        self.env["collection.case"].sudo().create(
            {
                "company_id": self.company.id,
                "partner_id": other.id,
                "stage_id": self.case.stage_id.id,
                "state": "closed",
                "closed_date": "2026-01-01",
            }
        )
        self.company.collection_retention_months = 1
        record = self.prepare()
        self.patch(collection_anonymisation_work, "CASES_AT_A_TIME", 1)
        record.action_anonymise()
        self.assertEqual((record.state, record.done_count), ("running", 1))
        with self.enter_registry_test_mode():
            self.env.ref("b2b_collections.ir_cron_retention").method_direct_trigger()
        self.assertEqual(record.state, "done")

    def test_a_list_that_has_become_wrong_does_nothing(self):
        self.close_case()
        record = self.prepare()
        self.company.collection_retention_months = 120
        record.action_anonymise()
        self.assertFalse(self.case.anonymised_date)

    def test_it_is_not_done_twice_or_unprepared(self):
        self.close_case()
        record = self.prepare()
        record.action_anonymise()
        with self.assertRaisesRegex(UserError, "Prepare it first"):
            record.action_anonymise()
        with self.assertRaisesRegex(UserError, "stays on record"):
            record.unlink()


class TestContactsToo(PrivacyCase):
    def setUp(self):
        super().setUp()
        self.bob = self.env["res.partner"].create(
            {"name": "Bob", "parent_id": self.debtor.id, "email": "bob@x.example"}
        )
        self.case._log_call(self.bob, "reached", "<p>Hello</p>")
        self.company.collection_forget_contacts = True

    def test_archived_and_otherwise_unused_ones_are_blanked(self):
        self.bob.active = False
        self.close_case()
        self.prepare().action_anonymise()
        self.assertEqual((self.bob.name, self.bob.email), (ANONYMOUS, False))

    def test_active_ones_and_those_of_other_apps_are_not(self):
        self.anna.active = False
        self.close_case()
        self.prepare().action_anonymise()
        self.assertEqual(self.bob.name, "Bob")
        self.assertEqual(self.anna.name, SECRET, "an invoice mentions her")

    def test_only_where_the_company_wants_it(self):
        self.company.collection_forget_contacts = False
        self.bob.active = False
        self.close_case()
        self.prepare().action_anonymise()
        self.assertEqual(self.bob.name, "Bob")


class TestJob(PrivacyCase):
    def setUp(self):
        super().setUp()
        # The job knows no other day than today, which is long after the closing.
        self.company.collection_retention_months = 1

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("b2b_collections.ir_cron_retention").method_direct_trigger()

    def lists(self):
        return self.env["collection.anonymisation"].search(
            [("company_id", "=", self.company.id)]
        )

    def test_it_prepares_and_asks_a_manager_once(self):
        self.company.collection_approver_id = self.manager
        self.close_case()
        self.run_job()
        self.run_job()
        self.assertRecordValues(self.lists(), [{"state": "prepared"}])
        self.assertEqual(self.lists().activity_ids.user_id, self.manager)
        self.assertFalse(self.case.anonymised_date)

    def test_nothing_old_no_list(self):
        self.close_case()
        self.company.collection_retention_months = 600
        self.run_job()
        self.assertFalse(self.lists())

    def test_automatic_where_the_company_says_so(self):
        self.company.collection_retention_automatic = True
        self.close_case()
        self.run_job()
        self.assertRecordValues(self.lists(), [{"state": "done"}])
        self.assertTrue(self.case.anonymised_date)
        self.assertEqual(self.verify().state, "right")


class TestOnePerson(PrivacyCase):
    def test_an_open_case_needs_him(self):
        with self.assertRaisesRegex(UserError, "open case of Nusantara Retail"):
            self.anna.with_user(self.manager).action_forget_in_collections()

    def test_on_his_wish_before_the_time(self):
        self.case._log_call(self.debtor, "reached", "<p>The office said hello</p>")
        self.close_case()
        self.anna.with_user(self.manager).action_forget_in_collections()
        self.assertEqual(self.where_it_stands(), set())
        kept = self.case.action_ids.filtered(lambda a: a.contact_id == self.debtor)
        self.assertIn("The office said hello", str(kept.mapped("note")))
        self.assertFalse(self.case.anonymised_date)
        self.assertEqual(self.verify().state, "right")
        entry = self.entries.search([("event", "=", "anonymised")])
        self.assertEqual(entry.contact_id, self.anna)

    def export(self, user=None):
        anna = self.anna.with_user(user or self.manager)
        action = anna.action_export_collection_data()
        wizard = self.env[action["res_model"]].browse(action["res_id"]).sudo()
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(wizard.file)))
        return {name: archive.read(name).decode() for name in archive.namelist()}

    def test_export_holds_all_of_it(self):
        files = self.export()
        self.assertEqual(set(files), {"personal-data.json", "personal-data.html"})
        data = json.loads(files["personal-data.json"])
        (person,) = data["res.partner"]
        self.assertEqual((person["Name"], person["Email"]), (SECRET, MAIL))
        mine = self.case.action_ids.filtered(lambda a: a.contact_id == self.anna)
        self.assertEqual(len(data["collection.action"]), len(mine))
        self.assertIn(NOTE, {row["Note"] for row in data["collection.action"]})
        self.assertIn(MAIL, {row["Address"] for row in data["collection.action"]})
        self.assertEqual([row["Note"] for row in data["collection.consent"]], [NOTE])
        self.assertIn(NOTE, [row["Contents"] for row in data["mail.message"]])
        self.assertIn("answer.txt", [row["Name"] for row in data["ir.attachment"]])
        self.assertTrue(data["collection.journal.entry"])
        page = html2plaintext(files["personal-data.html"])
        for words in (SECRET, MAIL, NOTE, "legitimate interest", "60 months"):
            self.assertIn(words, page)

    def test_export_tells_nothing_of_others(self):
        self.case._log_call(self.debtor, "reached", "<p>Told in confidence</p>")
        for text in self.export().values():
            self.assertNotIn("Told in confidence", text)

    def test_export_is_journalled(self):
        self.export()
        entry = self.entries.search([("event", "=", "exported")])
        self.assertEqual((entry.contact_id, entry.user_id), (self.anna, self.manager))
        self.assertEqual(self.verify().state, "right")

    def test_export_knows_the_companies_of_the_user_only(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        data = json.loads(self.export(stranger)["personal-data.json"])
        for model in ("collection.action", "collection.case", "mail.message",
                      "collection.journal.entry", "ir.attachment"):  # fmt: skip
            self.assertEqual(data[model], [], model)


class TestAccess(PrivacyCase):
    def test_only_managers(self):
        self.close_case()
        record = self.prepare()
        for user in (self.reader, self.collector):
            anna, own = self.anna.with_user(user), record.with_user(user)
            lines = record.line_ids.with_user(user)
            for number, attempt in enumerate(
                (
                    anna.action_forget_in_collections,
                    anna.action_export_collection_data,
                    own.action_anonymise,
                    lines.read,
                    lambda u=user: self.prepare(user=u),
                )
            ):
                with (
                    self.subTest(user=user.login, number=number),
                    self.assertRaises(AccessError),
                ):
                    attempt()

    def test_not_those_of_another_company(self):
        self.close_case()
        record = self.prepare()
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            record.with_user(stranger).action_anonymise()
        seen = self.env["collection.anonymisation"].with_user(stranger)
        self.assertFalse(seen.search([]))

    def test_nobody_puts_a_case_on_the_list_by_hand(self):
        record = self.prepare()
        with self.assertRaises(AccessError):
            self.env["collection.anonymisation.line"].with_user(self.manager).create(
                {"anonymisation_id": record.id, "case_id": self.case.id}
            )
