import re

import polib

from odoo.tests import TransactionCase
from odoo.tools import html2plaintext

from tools.i18n import ADDONS, ROOT, export_terms
from tools.po_files import merge

from .documents_common import DocumentsCommon

LEVELS = ("notice", "reminder", "firm", "sp1", "sp2", "sp3", "final")
REMEDY = "run ./dev i18n and translate"
# Words of English letters that Indonesian does not have.
ENGLISH = re.compile(
    r"\b(the|and|of|on|by|with|from|for|to|is|are|has|have|not|your|you|our|we|us"
    r"|dear|sir|madam|sincerely|please|thank|thanks|pay|paid|payment|payments|due"
    r"|overdue|days?|date|invoices?|documents?|customer|number|credits?|balance"
    r"|amount|open|letter|warning|first|second|third|last|reminder|demand|final"
    r"|page|phone|contact|reference|statement|account|level|draft|what|next"
    r"|january|february|march|may|june|july|august|october|december)\b",
    re.IGNORECASE,
)


class TestTemplateOfTranslations(TransactionCase):
    def test_it_holds_what_the_addon_says_now(self):
        for addon in ADDONS:
            with self.subTest(addon):
                self.assert_current(addon)

    def assert_current(self, addon):
        exported = merge(export_terms(self.env, addon))
        path = ROOT / addon / "i18n" / f"{addon}.pot"
        known = {entry.msgid for entry in polib.pofile(str(path))}
        now = {entry.msgid for entry in exported}
        self.assertFalse(now - known, f"new texts: {REMEDY}")
        self.assertFalse(known - now, f"texts that are gone: {REMEDY}")
        self.assertTrue(
            str(exported) == path.read_text(), "texts have moved: run ./dev i18n"
        )


class TestIndonesian(DocumentsCommon):
    """What a debtor in Indonesia reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor.write({"name": "PT Sinar Nusantara", "lang": "id_ID", "ref": "D-1"})

    def action(self, level, **vals):
        lines = [
            self.item_line(1_500_000, level_id=level and self.level(level).id),
            self.credit_line(200_000),
        ]
        return self.make_action(lines, level, lang="id_ID", **vals)

    def mail_text(self, action, template="level"):
        template = self.env.ref(f"b2b_collections.mail_template_{template}")
        body = template._render_field("body_html", action.ids)[action.id]
        return html2plaintext(body)

    def assert_indonesian(self, text, *phrases):
        for phrase in phrases:
            self.assertIn(phrase.lower(), text.lower())
        left_over = {match.group() for match in ENGLISH.finditer(text)}
        self.assertFalse(left_over, text)

    def test_reminder(self):
        action = self.action("reminder", channel="mail")
        self.assert_indonesian(action.mail_subject, "pengingat", "tagihan")
        text = self.mail_text(action)
        self.assert_indonesian(
            text,
            "Dengan hormat",
            "Bapak/Ibu",
            "jatuh tempo",
            "Cara pembayaran",
            "Hormat kami",
            "7 April 2026",
        )

    def test_english_would_be_noticed(self):
        """The list of words finds English in every text that is looked at."""
        action = self.action("sp1", channel="mail")
        english = action.with_context(lang="en_US")
        for text in (
            english.level_id.subject,
            html2plaintext(english.level_id.opening),
            english.level_id.sms_body,
        ):
            self.assertRegex(text, ENGLISH)

    def test_every_level_by_mail_letter_and_sms(self):
        for level in LEVELS:
            with self.subTest(level):
                action = self.action(level)
                self.assert_indonesian(action.mail_subject)
                self.assert_indonesian(self.mail_text(action), "dengan hormat")
                self.assert_indonesian(self.letter_text(action), "dengan hormat")
                self.assert_indonesian(action._render_sms_bodies()[action.id])
        self.assertEqual(len(self.default_policy.level_ids), len(LEVELS))

    def test_first_warning_letter(self):
        self.assert_indonesian(
            self.letter_text(self.action("sp1")),
            "Surat Peringatan Pertama (SP1)",
            "Dengan hormat",
            "Bapak/Ibu",
            "surat peringatan kedua",
            "Cara pembayaran",
            "keberatan",
            "Hormat kami",
            "Halaman 1 dari",
        )

    def test_final_demand_is_a_somasi(self):
        self.assert_indonesian(
            self.letter_text(self.action("final")),
            "Somasi",
            "Pasal 1238",
            "KUHPerdata",
            "pernyataan lalai",
            "14 April 2026",
        )

    def test_sms(self):
        text = self.action("reminder")._render_sms_bodies()
        self.assert_indonesian(*text.values(), "PT Mesin Presisi", "jatuh tempo")

    def test_thanks_and_statement(self):
        thanks = self.action(None, kind="thanks", channel="mail")
        self.assert_indonesian(thanks.mail_subject, "terima kasih")
        self.assert_indonesian(self.mail_text(thanks, "thanks"), "terima kasih")
        statement = self.action(None, kind="statement", channel="mail")
        self.assert_indonesian(statement.mail_subject, "laporan rekening", "Maret")
        self.assert_indonesian(self.mail_text(statement, "statement"), "laporan")

    def test_users_words(self):
        env = self.env(context={"lang": "id_ID"})
        self.assertEqual(
            env.ref("b2b_collections.stage_dunning").name, "Surat peringatan"
        )
        self.assertEqual(
            env["collection.item"]._fields["verdict"].get_description(env)["string"],
            "Hasil Keputusan",
        )
        self.assertIn(
            "Item Terbuka", env.ref("b2b_collections.collection_case_view_form").arch
        )
