"""Texts are checked before they go: words of the list, what is missing, length."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user
from odoo.tools import html2plaintext, mute_logger

from .common import MANAGER, CollectionsCommon
from .documents_common import DocumentsCommon

THREAT = "<p>We shall inform the <b>pol</b>ice on {deadline}.</p>"


class WordingCase(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sp1 = cls.levels["SP1"]

    def codes(self, level=None, severity="warning"):
        level = level or self.sp1
        found = level._lint(self.company)[level]
        return [f.code for f in found if f.severity == severity]

    def is_waiting(self, level=None, company=None):
        return bool((level or self.sp1)._get_waiting(company or self.company))

    def confirm(self, levels=None, reason="Seen by our lawyer"):
        levels = (levels or self.sp1).with_user(self.manager)
        action = levels.action_confirm_wording()
        wizard = Form.from_action(levels.env, action)
        wizard.reason = reason
        return wizard.save().action_confirm()

    def entries(self, company=None):
        return self.env["collection.journal.entry"].search(
            [
                ("event", "=", "wording_confirmed"),
                ("company_id", "=", (company or self.company).id),
            ]
        )

    def reach_sp1(self):
        """An invoice for which the next run gives SP1."""
        invoice = self.post_invoice()
        for offset in (3, 10):
            self.run_day(self.day(offset))
        return invoice


class TestFindings(WordingCase):
    def test_plain_texts_have_none(self):
        self.assertFalse(self.is_waiting())
        self.assertFalse(self.codes())

    def test_a_hit_is_shown_with_text_language_reason_and_remedy(self):
        self.sp1.closing = "<p>We may seize your goods.</p>"
        self.assertEqual(self.sp1.wording_state, "waiting")
        shown = html2plaintext(self.sp1.findings_html)
        for words in (
            "Closing",
            "English (US)",
            "“seize”",
            "We may seize your goods.",
            "Reads as a threat",
            "Better: we shall examine the legal remedies",
        ):
            self.assertIn(words, shown)

    def test_translations_are_checked_with_the_words_of_their_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.sp1.with_context(lang="id_ID").opening = "<p>Kami akan lapor polisi.</p>"
        (found,) = [f for f in self.sp1._lint(self.company)[self.sp1] if f.word]
        self.assertEqual(
            (found.name, found.lang, found.detail), ("opening", "id_ID", "polisi")
        )

    def test_translation_dialog(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.sp1.update_field_translations("subject", {"id_ID": "Penjara menanti"})
        self.assertTrue(self.is_waiting())

    def test_a_language_that_is_not_installed_is_not_checked(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.sp1.update_field_translations("subject", {"id_ID": "Penjara menanti"})
        self.env["res.lang"].search([("code", "=", "id_ID")]).active = False
        self.assertFalse(self.is_waiting())

    def test_words_of_another_language_do_not_matter(self):
        self.sp1.opening = "<p>Polizei, polisi, politie</p>"
        self.assertFalse(self.is_waiting())

    def test_texts_of_the_company_are_checked_where_they_are_printed(self):
        self.company.collection_objection_text = "<p>Tell our bailiffs.</p>"
        self.assertTrue(self.is_waiting())
        self.assertFalse(self.is_waiting(self.levels["R1"]))

    def test_layout_of_the_mail_is_checked(self):
        template = self.env.ref("b2b_collections.mail_template_level").copy()
        self.sp1.mail_template_id = template
        self.assertFalse(self.is_waiting())
        template.body_html = f"{template.body_html}<p>Or else!</p>"
        self.assertEqual(self.codes(), ["word"])

    def test_a_layout_without_how_to_object_is_a_warning_from_the_second_on(self):
        template = self.env.ref("b2b_collections.mail_template_level").copy()
        template.body_html = str(template.body_html).replace("mail_objection", "name")
        for level in self.policy.level_ids:
            level.mail_template_id = template
        expected = {"NOTICE": [], "R1": [], "R2": ["no_objection"]}
        for name, found in expected.items():
            with self.subTest(level=name):
                self.assertEqual(self.codes(self.levels[name]), found)
        self.levels["R2"].closing = "<p>Complaints: {complaints}</p>"
        self.assertEqual(self.codes(self.levels["R2"]), [])

    def test_placeholders_without_value_are_advice(self):
        self.company.phone = False
        self.sp1.closing = "<p>Call {company_phone}, quote {number}</p>"
        found = self.sp1._lint(self.company)[self.sp1]
        self.assertEqual(
            [f.detail for f in found if f.code == "empty"], ["company_phone"]
        )
        self.levels["R1"].closing = "<p>Quote {number}</p>"
        self.assertIn("empty", self.codes(self.levels["R1"], "advice"))

    def test_no_bank_account_is_advice(self):
        self.assertIn("no_payment", self.codes(severity="advice"))
        self.env["res.partner.bank"].create(
            {"acc_number": "5051", "partner_id": self.company.partner_id.id}
        )
        self.assertNotIn("no_payment", self.codes(severity="advice"))

    def test_a_form_shows_it_before_it_is_saved(self):
        self.sp1.subject = "Last reminder"
        form = Form(self.sp1)
        self.assertEqual(form.wording_state, "advice")
        form.subject = "Jail for {company}"
        self.assertEqual(form.wording_state, "waiting")

    def test_policy_shows_all_levels(self):
        self.sp1.closing = "<p>or else</p>"
        self.levels["R1"].closing = "<p>jail</p>"
        self.assertEqual(self.policy.wording_waiting, "R1, SP1")
        shown = html2plaintext(self.policy.findings_html)
        self.assertIn("“or else”", shown)
        self.assertIn("“jail”", shown)

    def test_number_of_queries_does_not_grow_with_levels(self):
        def count(levels):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            levels._get_waiting(self.company)
            return self.env.cr.sql_log_count - before

        levels = self.env["collection.level"].browse(self.policy.level_ids.ids)
        levels.closing = "<p>jail</p>"
        count(levels)
        self.assertLessEqual(count(levels), count(levels.browse(levels[0].id)))


class TestConfirmation(WordingCase):
    def setUp(self):
        super().setUp()
        self.sp1.closing = THREAT

    def test_the_run_does_not_send_what_waits(self):
        invoice = self.reach_sp1()
        before = self.actions()
        self.run_day(self.day(30))
        item = self.item(invoice)
        self.assertEqual(
            (item.verdict, item.reason_code, item.reason),
            ("wait", "wording", "the texts of SP1 wait for a manager's confirmation"),
        )
        self.assertEqual(self.actions(), before)
        self.confirm()
        self.run_day(self.day(31))
        self.assertEqual(self.item(invoice).level_id, self.sp1)

    def test_one_task_for_the_approver(self):
        self.company.collection_approver_id = self.manager
        self.reach_sp1()
        runs = self.run_day(self.day(30)) | self.run_day(self.day(31))
        self.assertRecordValues(
            runs.activity_ids,
            [
                {
                    "user_id": self.manager.id,
                    "summary": "Confirm the texts of SP1: 1 items wait for them",
                }
            ],
        )

    def test_other_levels_go_on(self):
        invoice = self.post_invoice()
        self.run_day(self.day(3))
        self.assertEqual(self.item(invoice).level_id, self.levels["R1"])

    def test_a_person_cannot_send_it_either(self):
        self.reach_sp1()
        case = self.debtor.collection_case_id.with_user(self.collector)
        for channel in ("mail", "letter", "sms", "call", "whatsapp"):
            with (
                self.subTest(channel=channel),
                self.assertRaisesRegex(UserError, "texts of Level SP1 wait"),
            ):
                case._contact(channel, self.sp1)

    def test_a_text_that_changed_before_approval_is_not_sent(self):
        self.sp1.write({"closing": False, "requires_approval": True})
        self.reach_sp1()
        self.run_day(self.day(30))
        waiting = self.actions(state="to_approve")
        self.assertTrue(waiting)
        self.sp1.closing = THREAT
        with self.assertRaisesRegex(UserError, "texts of Level SP1 wait"):
            waiting.with_user(self.manager).action_approve()
        self.confirm()
        waiting.with_user(self.manager).action_approve()
        self.assertNotIn("to_approve", waiting.mapped("state"))

    def test_it_is_kept_and_journalled_with_reason_and_digest(self):
        digest = self.sp1._get_open_digests(self.company)[self.sp1]
        self.confirm(reason="  Quoted from the contract ")
        kept = self.env["collection.wording"].search([("level_id", "=", self.sp1.id)])
        self.assertRecordValues(
            kept,
            [
                {
                    "company_id": self.company.id,
                    "digest": digest,
                    "reason": "Quoted from the contract",
                    "finding_count": 1,
                    "user_id": self.manager.id,
                }
            ],
        )
        entry = self.entries()
        self.assertEqual(len(entry), 1)
        self.assertIn(digest, str(entry.data))
        self.assertIn("Quoted from the contract", entry.detail)
        self.assertEqual(self.sp1.wording_state, "confirmed")
        self.assertIn("Quoted from the contract", self.sp1.wording_note)

    def test_it_is_void_when_a_text_changes(self):
        self.confirm()
        self.assertFalse(self.is_waiting())
        self.sp1.opening = "<p>Dear customer,</p>"
        self.assertTrue(self.is_waiting())
        self.sp1.opening = "<p>Dear Sir or Madam,</p>"
        self.assertFalse(self.is_waiting(), "the very text that was confirmed")

    def test_it_is_void_when_a_new_word_is_found(self):
        self.confirm()
        self.env["collection.word"].create(
            {"lang": "en", "pattern": "inform", "kind": "threat"}
        )
        self.assertTrue(self.is_waiting())

    def test_it_holds_for_one_company(self):
        other = self.setup_other_company()["company"]
        self.confirm()
        self.assertFalse(self.is_waiting())
        self.assertTrue(self.is_waiting(company=other))
        self.assertFalse(self.entries(other))

    def test_a_level_of_one_company_is_confirmed_for_that_company(self):
        other = self.setup_other_company()["company"]
        self.policy.company_id = self.company
        self.manager.company_ids = [Command.link(other.id)]
        wizard = self.env["collection.wording.wizard"].with_user(self.manager)
        values = wizard.with_context(
            allowed_company_ids=[other.id, self.company.id],
            default_level_ids=self.sp1.ids,
        ).default_get(["level_ids", "company_id"])
        self.assertEqual(values["company_id"], self.company.id)

    def test_all_levels_of_a_policy_at_once(self):
        self.levels["R1"].closing = THREAT
        action = self.policy.with_user(self.manager).action_confirm_wording()
        wizard = Form.from_action(self.env(user=self.manager), action)
        wizard.reason = "Both seen"
        wizard.save().action_confirm()
        self.assertFalse(self.policy.level_ids._get_waiting(self.company))
        self.assertEqual(len(self.entries()), 2)

    def test_a_reason_is_needed(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self.sp1.with_user(self.manager)._confirm_wording(self.company, "  ")

    def test_only_managers_confirm(self):
        for user in (self.reader, self.collector):
            level = self.sp1.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                level._confirm_wording(self.company, "Fine")
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                level.action_confirm_wording()
            self.assertEqual(level.wording_state, "waiting")

    def test_nobody_writes_confirmations_by_hand(self):
        self.confirm()
        kept = self.env["collection.wording"].search([("level_id", "=", self.sp1.id)])
        kept = kept.with_user(self.manager)
        vals = {
            "level_id": self.sp1.id,
            "company_id": self.company.id,
            "digest": "x",
            "reason": "x",
            "user_id": self.manager.id,
            "date": "2026-01-01",
        }
        for number, attempt in enumerate(
            (
                lambda: kept.create(vals),
                lambda: kept.write({"reason": "Other"}),
                kept.unlink,
            )
        ):
            with self.subTest(number=number), self.assertRaises(AccessError):
                attempt()

    def test_another_company_neither_confirms_nor_sees_it(self):
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "col_stranger",
            groups=f"base.group_user,{MANAGER}",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaisesRegex(AccessError, "another company"):
            self.sp1.with_user(stranger)._confirm_wording(self.company, "Fine")
        self.confirm()
        seen = self.env["collection.wording"].with_user(stranger)
        self.assertFalse(seen.search([("level_id", "=", self.sp1.id)]))


class TestWords(WordingCase):
    def test_only_managers_edit_the_list(self):
        word = self.env.ref("b2b_collections.word_en_police")
        for user, may in (
            (self.reader, False),
            (self.collector, False),
            (self.manager, True),
        ):
            with self.subTest(user=user.login):
                own = word.with_user(user)
                self.assertTrue(own.has_access("read"))
                for mode in ("write", "create", "unlink"):
                    self.assertEqual(own.has_access(mode), may)

    def test_changes_of_the_list_count_at_once(self):
        self.sp1.closing = "<p>The police</p>"
        self.assertTrue(self.is_waiting())
        word = self.env.ref("b2b_collections.word_en_police")
        word.severity = "advice"
        self.assertFalse(self.is_waiting())
        self.assertIn("word", self.codes(severity="advice"))
        word.active = False
        self.assertNotIn("word", self.codes(severity="advice"))
        word.write({"active": True, "severity": "warning"})
        self.assertTrue(self.is_waiting())
        word.unlink()
        self.assertFalse(self.is_waiting())

    def test_patterns_that_cannot_be_used(self):
        for pattern, words in (
            ("a*", "at least 3 letters"),
            ("po*ice", "only at the beginning or the end"),
            ("  ", "Type the word"),
        ):
            with (
                self.subTest(pattern=pattern),
                self.assertRaisesRegex(ValidationError, words),
            ):
                self.env["collection.word"].create({"lang": "en", "pattern": pattern})

    def test_a_word_stands_once_on_the_list_of_a_language(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env["collection.word"].create({"lang": "en", "pattern": "Police"})
        self.env["collection.word"].create({"lang": "de", "pattern": "police"})

    def test_own_reason_of_a_word(self):
        word = self.env.ref("b2b_collections.word_en_police")
        self.assertIn("court or the police", word._get_why())
        word.why = "Only the police say that"
        self.assertEqual(word._get_why(), "Only the police say that")

    def test_six_languages_come_with_it(self):
        lists = self.env["collection.word"]._get_lists()
        self.assertEqual(set(lists), {"en", "id", "de", "fr", "nl", "es"})
        for lang, words in lists.items():
            with self.subTest(lang=lang):
                self.assertGreater(len(words), 15)


class TestShippedTexts(DocumentsCommon):
    def test_nothing_above_advice_in_either_language(self):
        """And no word of the list at all, not even where it would be advice."""
        levels = self.default_policy.level_ids
        self.assertEqual(len(levels), 7)
        wording = levels._get_wording(self.company)
        for level, texts in wording.items():
            with self.subTest(level=level.short_name):
                self.assertEqual({text.lang for text in texts}, {"en_US", "id_ID"})
        for level, findings in levels._lint(self.company).items():
            with self.subTest(level=level.short_name):
                self.assertEqual([f for f in findings if f.severity != "advice"], [])
                self.assertEqual([f for f in findings if f.code == "word"], [])
