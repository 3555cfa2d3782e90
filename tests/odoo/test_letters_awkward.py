from unittest.mock import patch

from odoo.addons.b2b_collections.models import ir_actions_report

from .documents_common import DocumentsCommon


class TestAwkwardLetters(DocumentsCommon):
    def test_two_hundred_items_break_well(self):
        lines = [
            self.item_line(1000.0, number=number, days=250 - number)
            for number in range(200)
        ]
        pages = self.letter_pages(self.make_action(lines))
        self.assertGreater(len(pages), 4)
        with_items = [page for page in pages if "INV/2026/" in page]
        for page in with_items:
            self.assertIn("Days overdue", page)
        for page in with_items[:-1]:
            self.assertNotIn("Amount to pay", page)
        # The total never stands alone: items are on its page.
        self.assertIn("Amount to pay IDR 200,000.00", with_items[-1])
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"Page {number} of {len(pages)}", page)
        for page in pages[1:]:
            self.assertIn("CL-2026-00012", page)

    def test_long_name_without_a_break(self):
        partner = self.make_debtor("PT " + "X" * 197)
        case = self.make_case(partner)
        text = self.letter_text(self.make_action([self.item_line(1.0)], case=case))
        self.assertEqual(text.replace(" ", "").count("X"), 197)

    def test_names_are_text(self):
        name = '=HYPERLINK("http://x.example";"<b>PT</b>") & Co'
        case = self.make_case(self.make_debtor(name))
        text = self.letter_text(self.make_action([self.item_line(1.0)], case=case))
        self.assertIn(name.replace(" ", ""), text.replace(" ", ""))

    def test_unknown_language_falls_back_on_the_debtor_then_the_company(self):
        line = self.item_line(1.0)
        self.debtor.lang = "id_ID"
        action = self.make_action([line], lang="xx_YY")
        self.assertEqual(action.document_lang, "id_ID")
        self.assertIn("Dengan hormat", self.letter_text(action))
        action = self.make_action([line], lang="en_GB")
        self.assertEqual(action.document_lang, "en_US", "the same language elsewhere")

    def test_address_with_nothing_in_it(self):
        partner = self.env["res.partner"].create({"name": "Bare"})
        case = self.make_case(partner)
        action = self.make_action([self.item_line(1.0)], case=case)
        self.assertIn("Bare", self.letter_text(action))
        self.assertEqual(partner._get_letter_address(False), ["Bare"])

    def test_person_at_a_company_gets_the_address_of_the_company(self):
        person = self.env["res.partner"].create(
            {"name": "Budi", "parent_id": self.debtor.id, "type": "invoice"}
        )
        home = self.env.ref("base.id")
        self.assertEqual(
            person._get_letter_address(home),
            ["Nusantara Retail", "Attn. Budi", "Jalan Contoh 1", "Jakarta 10110"],
        )
        self.assertEqual(person._get_letter_address(False)[-1], "Indonesia")

    def test_amounts_of_any_size_are_printed_in_full(self):
        action = self.make_action([self.item_line(1e15)])
        # As the database holds it: rounding once more would not be exact.
        amount = f"{action.line_ids.amount_residual:,.2f}"
        self.assertIn(f"Amount to pay IDR {amount}", self.letter_text(action))

    def test_level_without_texts(self):
        self.level("sp1").write(
            {"opening": False, "closing": False, "next_step": False}
        )
        text = self.letter_text(self.make_action([self.item_line(1.0)]))
        self.assertNotIn("What happens next", text)
        self.assertIn("Amount to pay", text)


class TestLetterQueries(DocumentsCommon):
    def _count(self, number):
        letters = self.env["collection.action"]
        for index in range(number):
            partner = self.make_debtor(f"Debtor {number}-{index}")
            lines = [self.item_line(10.0, number=line) for line in range(3)]
            letters |= self.make_action(lines, case=self.make_case(partner))
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with patch.object(ir_actions_report, "render_pdf", return_value=b"%PDF-1.7"):
            letters._as_journal()._render_letter()
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_letters(self):
        self._count(1)
        one = self._count(1)
        self.assertLessEqual(self._count(50), one + 3)
