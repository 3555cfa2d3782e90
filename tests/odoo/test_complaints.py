"""Letters and mails say how to complain, to whom, and by when an answer comes."""

from psycopg2 import IntegrityError

from odoo.tools import html2plaintext, mute_logger

from .documents_common import DocumentsCommon

LATER = ("firm", "sp1", "sp2", "sp3", "final")
LANGUAGES = ("en_US", "id_ID")


class TestComplaints(DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "collection_complaint_name": "Ibu Ratna",
                "collection_complaint_email": "complaints@mesin.example",
                "collection_complaint_phone": "+62 21 555 0177",
                "collection_complaint_address": "PO Box 12, Jakarta",
                "collection_answer_days": 6,
            }
        )

    def assert_says_how(self, text):
        for words in (
            "Ibu Ratna, complaints@mesin.example, +62 21 555 0177, PO Box 12, Jakarta",
            "6",
        ):
            self.assertIn(words, text)
        self.assertNotIn("{", text)

    def objection(self, action):
        document = action._get_documents()[action.id]
        return " ".join(html2plaintext(document.objection).split())

    def test_letters(self):
        for lang in LANGUAGES:
            for name in LATER:
                action = self.make_action([self.item_line(5.0)], name, lang=lang)
                with self.subTest(lang=lang, level=name):
                    self.assert_says_how(self.letter_text(action))

    def test_mails(self):
        template = self.env.ref("b2b_collections.mail_template_level")
        for lang in LANGUAGES:
            for name in LATER:
                action = self.make_action(
                    [self.item_line(5.0)], name, lang=lang, channel="mail"
                )
                rendered = template._generate_template(action.ids, ("body_html",))
                text = html2plaintext(rendered[action.id]["body_html"])
                with self.subTest(lang=lang, level=name):
                    self.assert_says_how(" ".join(text.replace("\xa0", " ").split()))

    def test_days_to_answer_are_promised(self):
        action = self.make_action([self.item_line(5.0)])
        self.assertIn("in writing within 6 working days", self.objection(action))

    def test_without_settings_it_is_whoever_writes(self):
        self.company.write(
            {
                "collection_complaint_name": False,
                "collection_complaint_email": False,
                "collection_complaint_phone": False,
                "collection_complaint_address": False,
            }
        )
        for lang in LANGUAGES:
            action = self.make_action([self.item_line(5.0)], lang=lang)
            with self.subTest(lang=lang):
                self.assertIn(self.collector.email, self.objection(action))

    def test_own_text_of_the_company_uses_the_settings_too(self):
        self.company.collection_objection_text = (
            "<p>Write to {complaints}; answer in {answer_days} days.</p>"
        )
        action = self.make_action([self.item_line(5.0)])
        self.assertEqual(
            self.objection(action).replace("\xa0", " "),
            "Write to Ibu Ratna, complaints@mesin.example, +62 21 555 0177, "
            "PO Box 12, Jakarta; answer in 6 days.",
        )

    def test_a_courtesy_before_the_due_date_needs_it_not(self):
        action = self.make_action([self.item_line(5.0)], "notice")
        self.assertFalse(self.objection(action))

    def test_days_are_positive(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.company.collection_answer_days = 0
            self.env.flush_all()
