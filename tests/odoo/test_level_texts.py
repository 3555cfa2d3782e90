from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .documents_common import DocumentsCommon


class TestLevelTexts(DocumentsCommon):
    def assert_refused(self, words, **vals):
        with self.assertRaisesRegex(ValidationError, words):
            self.level("sp1").write(vals)

    def test_unknown_placeholder_names_level_field_and_remedy(self):
        self.assert_refused(
            r"SP1.*Subject: there is no placeholder \{invoice\}.*\{debtor\}, ",
            subject="About {invoice}",
        )

    def test_every_text_is_checked(self):
        for name in ("opening", "closing", "next_step", "call_guide"):
            with self.subTest(field=name):
                self.assert_refused(r"\{nobody\}", **{name: "<p>{nobody}</p>"})
        self.assert_refused(r"\{nobody\}", sms_body="{nobody}")

    def test_partly_formatted_placeholder(self):
        self.assert_refused(
            r"only a part of the placeholder \{debtor\}",
            opening="<p>Dear {<b>debtor</b>},</p>",
        )

    def test_known_placeholders_are_accepted(self):
        names = self.env["collection.level"]._get_placeholder_meanings()
        text = "".join(f"<p>{{{name}}}</p>" for name in names)
        self.level("sp1").opening = text
        action = self.make_action([self.item_line(5.0)])
        self.assertNotIn("{", str(action._fill_text("opening")[action.id]))

    def test_translations_are_checked_too(self):
        level = self.level("sp1")
        with self.assertRaisesRegex(ValidationError, r"\{tidak_ada\}"):
            level.update_field_translations("subject", {"id_ID": "Hal {tidak_ada}"})
        with self.assertRaisesRegex(ValidationError, r"\{tidak_ada\}"):
            level.update_field_translations(
                "opening", {"id_ID": {"Dear Sir or Madam,": "Yth. {tidak_ada}"}}
            )

    def test_texts_of_the_company(self):
        for name in ("collection_objection_text", "collection_payment_text"):
            with (
                self.subTest(field=name),
                self.assertRaisesRegex(ValidationError, r"\{nobody\}"),
            ):
                self.company[name] = "<p>{nobody}</p>"
                self.env.flush_all()

    def test_help_lists_all_of_them(self):
        text = self.level("sp1").placeholder_help
        for name in self.env["collection.level"]._get_placeholder_meanings():
            self.assertIn(f"{{{name}}}", text)

    def test_days_to_pay_are_not_negative(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.level("sp1").payment_days = -1
            self.env.flush_all()


class TestDefaultPolicy(DocumentsCommon):
    def test_ladder(self):
        levels = self.default_policy.level_ids
        self.assertEqual(
            [
                (
                    level.short_name,
                    level.days,
                    level.stage_id.code,
                    level._get_channels(),
                )
                for level in levels.with_context(lang="en_US")
            ],
            [
                ("Notice", -7, "upcoming", ("mail",)),
                ("Reminder", 3, "reminder", ("mail",)),
                ("Reminder 2", 10, "reminder", ("mail", "call")),
                ("SP1", 30, "dunning", ("letter", "mail")),
                ("SP2", 45, "dunning", ("letter", "mail")),
                ("SP3", 60, "dunning", ("letter", "mail")),
                ("Final demand", 90, "final_demand", ("letter",)),
            ],
        )
        self.assertEqual(levels.filtered("requires_approval"), self.level("final"))

    def test_texts_keep_to_the_rules_of_contact(self):
        """No threats, no police, no seizure, no shaming: in neither language."""
        forbidden = (
            "police", "arrest", "seize", "expose", "criminal",
            "polisi", "ancam", "sita", "mempermalukan", "pidana",
        )  # fmt: skip
        for lang in ("en_US", "id_ID"):
            for level in self.default_policy.level_ids.with_context(lang=lang):
                for name in ("subject", "opening", "closing", "next_step", "sms_body"):
                    text = str(level[name] or "").lower()
                    for word in forbidden:
                        self.assertNotIn(word, text, f"{level.short_name} {name}")

    def test_each_level_past_due_names_a_deadline_and_a_way_to_talk(self):
        for level in self.default_policy.level_ids - self.level("notice"):
            texts = " ".join(str(level[n]) for n in ("opening", "closing", "next_step"))
            self.assertIn("{deadline}", texts)
            self.assertIn("{contact_us}", texts)
