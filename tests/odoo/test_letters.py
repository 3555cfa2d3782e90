from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import users
from odoo.tools import mute_logger

from .documents_common import DAY, DocumentsCommon

MILLION = 1_000_000.0


class TestLetterText(DocumentsCommon):
    def test_english_letter_says_all_there_is_to_say(self):
        action = self.make_action(
            [
                self.item_line(2 * MILLION, days=40, amount_original=5 * MILLION),
                self.item_line(MILLION, days=12, number=2),
            ]
        )
        text = self.letter_text(action)
        for words in (
            "First warning letter (SP1): overdue payment of IDR 3,000,000.00",
            "Nusantara Retail Jalan Contoh 1",
            "PT Mesin Presisi",
            "CL-2026-00012",
            "March 31, 2026",
            "INV/2026/00001 Jan 20, 2026 Feb 19, 2026 40 5,000,000.00 2,000,000.00",
            "the oldest of them fell due 40 days ago",
            "Amount to pay IDR 3,000,000.00",
            "in full by April 7, 2026",
            "505-123",
            "What happens next",
            "a second warning letter follows",
            "If you do not agree",
            "within 10 working days",
            "Page 1 of 1",
            "NIB 812",
        ):
            self.assertIn(words, text)
        self.assertNotIn("003-912", text, "an account for another currency")
        self.assertNotIn("{", text)

    def test_indonesian_letter(self):
        action = self.make_action(
            [self.item_line(1_234_567.5, days=95)], level="final", lang="id_ID"
        )
        text = self.letter_text(action)
        for words in (
            "Somasi: tuntutan pembayaran sebesar IDR 1.234.567,50",
            "Dengan hormat",
            "31 Maret 2026",
            "Jatuh tempo",
            "Pasal 1238",
            "Langkah selanjutnya",
            "Jumlah yang harus dibayar",
            "paling lambat tanggal 14 April 2026",
            "Apabila Bapak/Ibu tidak setuju",
            "Hormat kami",
            "Halaman 1 dari",
        ):
            self.assertIn(words, text)
        for english in ("Dear", "Amount to pay", "overdue", "Page", "Level"):
            self.assertNotIn(english, text)

    def test_every_level_of_the_default_ladder_is_translated(self):
        for name in ("notice", "reminder", "firm", "sp1", "sp2", "sp3", "final"):
            level = self.level(name)
            for field in ("name", "subject", "opening", "closing", "next_step"):
                with self.subTest(level=name, field=field):
                    english = level.with_context(lang="en_US")[field]
                    indonesian = level.with_context(lang="id_ID")[field]
                    self.assertTrue(indonesian or not english)
                    self.assertTrue(english != indonesian or not english)

    def test_two_currencies_are_two_tables_and_two_totals(self):
        action = self.make_action(
            [
                self.item_line(3 * MILLION),
                self.item_line(1500.25, self.usd, number=2),
                self.item_line(99.75, self.usd, number=3),
            ]
        )
        text = self.letter_text(action)
        self.assertIn("payment of USD 1,600.00 and IDR 3,000,000.00", text)
        self.assertIn("Amounts in IDR", text)
        self.assertIn("Amounts in USD", text)
        self.assertIn("Amount to pay USD 1,600.00", text)
        self.assertIn("Amount to pay IDR 3,000,000.00", text)
        self.assertIn("003-912", text)
        self.assertIn("505-123", text)

    def test_from_the_second_level_on_it_says_how_to_object(self):
        self.company.collection_objection_text = "<p>Write to {company}, room 7.</p>"
        line = self.item_line(MILLION, days=-5)
        self.assertNotIn("room 7", self.letter_text(self.make_action([line], "notice")))
        text = self.letter_text(self.make_action([line], "reminder"))
        self.assertIn("Write to PT Mesin Presisi, room 7.", text)

    def test_contact_person_falls_back_to_the_company(self):
        self.company.collection_default_user_id = False
        self.case.user_id = False
        text = self.letter_text(self.make_action([self.item_line(MILLION)]))
        self.assertIn("office@mesin.example or +62 21 555 0199", text)
        self.assertNotIn("Your contact", text)

    def test_single_invoice_is_paid_with_its_own_reference(self):
        move = self.post_invoice(800.0, ref="PO 77")
        line = self.item_line(800.0, self.usd, move_id=move.id, name=move.name)
        document = self.make_action([line])._get_documents().popitem()[1]
        self.assertEqual(document.payment_reference, move.payment_reference)
        self.assertEqual(document.your_reference, "PO 77")

    def test_several_invoices_are_paid_with_letter_and_customer_number(self):
        self.debtor.ref = "C-1"
        lines = [self.item_line(1.0, number=number) for number in (1, 2)]
        document = self.make_action(lines)._get_documents().popitem()[1]
        self.assertEqual(document.payment_reference, "CL-2026-00012 / C-1")


class TestCredits(DocumentsCommon):
    def _section(self, netting, credit):
        self.default_policy.netting = netting
        action = self.make_action(
            [self.item_line(3 * MILLION), self.credit_line(credit)]
        )
        document = action._get_documents()[action.id]
        return document, document.sections[0]

    def test_net_credits_are_deducted(self):
        document, section = self._section("net", MILLION)
        self.assertEqual(section.total, "IDR\xa03,000,000.00")
        self.assertEqual(section.credits[0].amount, "−1,000,000.00")
        self.assertEqual(section.due, "IDR\xa02,000,000.00")
        self.assertEqual(document.total, "IDR\xa02,000,000.00")

    def test_shown_credits_stand_beside_the_total(self):
        document, section = self._section("show", MILLION)
        self.assertEqual(len(section.credits), 1)
        self.assertEqual(section.due, "IDR\xa03,000,000.00")
        self.assertEqual(document.total, "IDR\xa03,000,000.00")

    def test_ignored_credits_are_not_mentioned(self):
        document, section = self._section("ignore", MILLION)
        self.assertFalse(section.credits)
        self.assertEqual(document.total, "IDR\xa03,000,000.00")

    def test_nothing_is_asked_for_where_credits_prevail(self):
        document, section = self._section("net", 4 * MILLION)
        self.assertTrue(section.in_favour)
        self.assertEqual(section.due, "")
        self.assertEqual(document.total, "")

    def test_printed_letter_shows_the_arithmetic(self):
        action = self.make_action(
            [self.item_line(3 * MILLION), self.credit_line(MILLION)]
        )
        text = self.letter_text(action)
        self.assertIn("Total of open items IDR 3,000,000.00", text)
        self.assertIn("RINV/2026/00001 Mar 22, 2026 −1,000,000.00", text)
        self.assertIn("Amount to pay IDR 2,000,000.00", text)


class TestFrozenLetter(DocumentsCommon):
    def test_letter_is_made_once(self):
        action = self.make_action([self.item_line(MILLION)])
        action._as_journal()._render_letter()
        attachment, content = action.attachment_id, action.attachment_id.raw
        self.assertEqual(attachment.name, "SP1 - CL-2026-00012.pdf")
        self.assertEqual(attachment.mimetype, "application/pdf")
        self.assertEqual(
            (attachment.res_model, attachment.res_id), (action._name, action.id)
        )
        self.level("sp1").opening = "<p>Something else.</p>"
        action._as_journal()._render_letter()
        self.assertEqual(action.attachment_id, attachment)
        self.assertEqual(attachment.raw, content)

    def test_printing_gives_the_letter_as_it_was_made(self):
        action = self.make_action([self.item_line(MILLION)])
        action._as_journal()._render_letter()
        self.level("sp1").opening = "<p>Something else.</p>"
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        printed = reports._render_qweb_pdf(
            "b2b_collections.action_report_letter", action.ids
        )
        self.assertEqual(printed, (action.attachment_id.raw, "pdf"))
        twice, _kind = reports._render_qweb_pdf(
            "b2b_collections.action_report_letter", action.ids * 2
        )
        text = " ".join(self.pages(twice))
        self.assertEqual(text.count("We refer to our reminders"), 2)
        self.assertNotIn("Something else", text)

    def test_what_is_not_approved_is_printed_as_a_draft_and_not_kept(self):
        action = self.make_action([self.item_line(MILLION)], state="to_approve")
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        pdf, _kind = reports._render_qweb_pdf(
            "b2b_collections.action_report_letter", action.ids
        )
        self.assertIn("DRAFT", self.pages(pdf)[0])
        self.assertFalse(action.attachment_id)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", action._name), ("res_id", "=", action.id)]
            )
        )
        self.assertNotIn("DRAFT", self.letter_text(action))

    def test_document_of_the_journal_cannot_be_deleted(self):
        action = self.make_action([self.item_line(MILLION)])
        action._as_journal()._render_letter()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            action.attachment_id.sudo().unlink()

    @users("col_reader")
    def test_reader_may_print(self):
        action = self.make_action([self.item_line(MILLION)])
        action._as_journal()._render_letter()
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        pdf, _kind = reports._render_qweb_pdf(
            "b2b_collections.action_report_letter", action.ids
        )
        self.assertIn("First warning letter", self.pages(pdf)[0])


class TestNumbers(DocumentsCommon):
    def _take(self, count, day=None, company=None):
        return self.env["collection.action"]._next_numbers(
            company or self.company, count, day
        )

    def test_numbers_follow_each_other_and_start_again_each_year(self):
        day = date(2026, 3, 31)
        self.assertEqual(self._take(2, day), ["CL-2026-00001", "CL-2026-00002"])
        self.assertEqual(self._take(1, date(2027, 1, 1)), ["CL-2027-00001"])
        self.assertEqual(self._take(1, day), ["CL-2026-00003"])

    def test_each_company_counts_for_itself(self):
        other = self.env["res.company"].create({"name": "Second"})
        self.assertEqual(self._take(1, DAY), ["CL-2026-00001"])
        self.assertEqual(self._take(1, DAY, other), ["CL-2026-00001"])
        self.assertEqual(self._take(1, DAY), ["CL-2026-00002"])

    def test_users_may_change_the_sequence(self):
        self._take(1, DAY)
        sequence = self.env["collection.action"]._get_letter_sequence(self.company)
        sequence.write(
            {"prefix": "L/%(range_year)s/%(month)s/", "implementation": "no_gap"}
        )
        self.assertEqual(self._take(2, DAY), ["L/2026/03/00001", "L/2026/03/00002"])

    def test_one_query_for_many(self):
        self._take(1, DAY)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._take(1, DAY)
        one = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        self.assertEqual(len(set(self._take(50, DAY))), 50)
        self.assertEqual(self.env.cr.sql_log_count - before, one)
