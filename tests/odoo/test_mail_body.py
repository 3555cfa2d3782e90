from lxml import html

from odoo.tests import users

from .documents_common import DocumentsCommon

MILLION = 1_000_000.0
NBSP = "\N{NO-BREAK SPACE}"


class MailCase(DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("b2b_collections.mail_template_level")

    def generate(self, actions, template=None):
        """``{id: values}``, rendered as the run does it."""
        return (template or self.template)._generate_template(
            actions.ids, ("subject", "body_html", "email_from")
        )

    def mail(self, action, template=None):
        values = self.generate(action, template)[action.id]
        text = html.fromstring(values["body_html"]).text_content()
        values["text"] = " ".join(text.split())
        return values


class TestMailText(MailCase):
    def test_english_mail(self):
        action = self.make_action(
            [
                self.item_line(2 * MILLION, days=40, amount_original=5 * MILLION),
                self.item_line(MILLION, days=1, number=2),
                self.credit_line(500_000.0),
            ],
            channel="mail",
        )
        mail = self.mail(action)
        self.assertEqual(
            mail["subject"],
            "First warning letter (SP1): overdue payment of IDR 2,500,000.00",
        )
        self.assertIn(self.collector.email, mail["email_from"])
        for words in (
            "Dear Sir or Madam,",
            "INV/2026/00001 Jan 20, 2026 Feb 19, 2026 40 days overdue "
            "2,000,000.00 of 5,000,000.00",
            "1 day overdue",
            "Total of open items IDR 3,000,000.00",
            "RINV/2026/00001 Mar 22, 2026 −500,000.00",
            "Amount to pay IDR 2,500,000.00",
            "What happens next",
            "by April 7, 2026",
            "505-123",
            "within 10 working days",
            "Yours sincerely,",
            "+62 21 555 0111",
        ):
            self.assertIn(words, mail["text"])
        self.assertNotRegex(mail["text"], r"\{\w+\}")

    def test_indonesian_mail(self):
        action = self.make_action(
            [self.item_line(1_234_567.5, days=12)], "reminder", lang="id_ID"
        )
        mail = self.mail(action)
        self.assertEqual(
            mail["subject"], "Pengingat: tagihan terbuka sebesar IDR 1.234.567,50"
        )
        for words in (
            "Dengan hormat,",
            "12 hari lewat tempo",
            "Jumlah yang harus dibayar IDR 1.234.567,50",
            "Langkah selanjutnya",
            "paling lambat tanggal 7 April 2026",
            "Hormat kami,",
        ):
            self.assertIn(words, mail["text"])
        for english in ("Dear", "overdue", "Amount to pay", "Yours"):
            self.assertNotIn(english, mail["text"])

    def test_mails_of_one_batch_have_each_their_language_and_figures(self):
        actions = self.env["collection.action"]
        for number, lang in enumerate(("en_US", "id_ID", "en_US"), start=1):
            line = self.item_line(1000.0 * number)
            actions |= self.make_action([line], "firm", lang=lang)
        rendered = self.generate(actions)
        subjects = [rendered[action.id]["subject"] for action in actions]
        self.assertEqual(
            subjects,
            [
                "Reminder: payment of IDR 1,000.00 is overdue",
                "Pengingat kedua: pembayaran IDR 2.000,00 telah lewat jatuh tempo",
                "Reminder: payment of IDR 3,000.00 is overdue",
            ],
        )

    def test_totals_per_currency_are_never_added(self):
        action = self.make_action(
            [self.item_line(MILLION), self.item_line(20.0, self.usd, number=2)]
        )
        values = action._get_placeholder_values()[action.id]
        self.assertEqual(values["total"], f"USD{NBSP}20.00 and IDR{NBSP}1,000,000.00")
        text = self.mail(action)["text"]
        self.assertIn("Amount to pay USD 20.00", text)
        self.assertIn("Amount to pay IDR 1,000,000.00", text)

    def test_names_are_text(self):
        self.debtor.name = '<img src="x" onerror="alert(1)"> & {total}'
        self.level("sp1").opening = "<p>Dear {debtor}</p>"
        body = self.generate(self.make_action([self.item_line(1.0)]))
        body = next(iter(body.values()))["body_html"]
        self.assertNotIn('<img src="x"', body)
        self.assertIn("&lt;img", body)
        self.assertIn("{total}", body)

    def test_mail_programs_without_stylesheets(self):
        action = self.make_action([self.item_line(1.0), self.credit_line(0.5)])
        body = self.mail(action)["body_html"]
        for tag in ("<style", "<script", "<link", "class="):
            self.assertNotIn(tag, body)
        for cell in html.fromstring(body).iter("td", "th"):
            self.assertTrue(cell.get("style"), html.tostring(cell))


class TestMailLinks(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls.post_invoice(800.0)
        cls.action = cls.make_action(
            [cls.item_line(800.0, cls.usd, move_id=cls.move.id, name=cls.move.name)],
            "reminder",
            channel="mail",
        )

    def test_each_invoice_has_its_link(self):
        body = self.mail(self.action)["body_html"]
        self.assertTrue(self.move.access_token)
        base = self.action.get_base_url()
        self.assertIn(
            f"{base}/my/invoices/{self.move.id}?access_token={self.move.access_token}",
            html.fromstring(body).xpath("//a/@href"),
        )

    def test_token_that_an_invoice_has_is_kept(self):
        self.move._portal_ensure_token()
        token = self.move.access_token
        self.mail(self.action)
        self.env.invalidate_all()
        self.assertEqual(self.move.access_token, token)

    def test_no_links_unless_the_level_says_so(self):
        self.level("reminder").attach_invoices = "none"
        body = self.mail(self.action)["body_html"]
        self.assertNotIn("/my/invoices", body)
        self.assertIn(self.move.name, body)
        self.assertFalse(self.move.access_token)

    def test_looking_at_a_mail_changes_nothing(self):
        self.assertIn(f"/my/invoices/{self.move.id}", self.action.mail_items)
        self.assertFalse(self.move.access_token)


class TestMailTemplate(MailCase):
    def test_pieces_can_be_moved_left_out_and_framed(self):
        self.template.body_html = (
            "<div><t t-out='object.mail_next_step'/><p>Own words</p>"
            "<t t-out='object.mail_opening'/></div>"
        )
        text = self.mail(self.make_action([self.item_line(1.0)]))["text"]
        positions = [
            text.index(words)
            for words in ("What happens next", "Own words", "Dear Sir or Madam")
        ]
        self.assertEqual(positions, sorted(positions))
        self.assertNotIn("How to pay", text)

    def test_body_needs_no_compilation_and_no_special_rights(self):
        for name in ("level", "thanks", "statement"):
            template = self.env.ref(f"b2b_collections.mail_template_{name}")
            with self.subTest(template=name):
                self.assertFalse(template._has_unsafe_expression())

    @users("col_manager")
    def test_level_may_have_a_layout_of_its_own(self):
        own = self.template.sudo().copy({"name": "Own"})
        level = self.level("sp1").with_user(self.env.user)
        level.mail_template_id = own
        self.assertEqual(level.mail_template_id, own)

    def test_thanks(self):
        line = {
            **self.item_line(900.0),
            "amount_residual": 0.0,
            "date_invoice": False,
            "days_overdue": 0,
        }
        action = self.make_action([line], level=None, kind="thanks", channel="mail")
        template = self.env.ref("b2b_collections.mail_template_thanks")
        mail = self.mail(action, template)
        self.assertEqual(mail["subject"], "Thank you for your payment")
        for words in ("We have received your payment", "900.00", "We appreciate"):
            self.assertIn(words, mail["text"])
        for words in ("Amount to pay", "overdue", "How to pay", "do not agree"):
            self.assertNotIn(words, mail["text"])
        indonesian = self.make_action(
            [line], level=None, kind="thanks", channel="mail", lang="id_ID"
        )
        self.assertEqual(
            self.mail(indonesian, template)["subject"],
            "Terima kasih atas pembayaran Bapak/Ibu",
        )

    def test_statement(self):
        action = self.make_action(
            [self.item_line(900.0), self.credit_line(100.0)],
            level=None,
            kind="statement",
            channel="mail",
        )
        template = self.env.ref("b2b_collections.mail_template_statement")
        mail = self.mail(action, template)
        self.assertEqual(mail["subject"], "Statement of account as of March 31, 2026")
        self.assertIn("what is open on your account", mail["text"])
        self.assertIn("Amount to pay IDR 800.00", mail["text"])
        self.assertIn("within 10 working days", mail["text"])


class TestOtherTexts(MailCase):
    def test_text_message(self):
        action = self.make_action([self.item_line(MILLION)], channel="sms")
        self.assertEqual(
            action._render_sms_bodies()[action.id],
            "PT Mesin Presisi: IDR 1,000,000.00 on your account is overdue. Please pay "
            f"by April 7, 2026 or talk to us: {self.collector.email} or "
            "+62 21 555 0111. Thank you.",
        )

    def test_talking_guide_is_in_the_language_of_who_talks(self):
        action = self.make_action(
            [self.item_line(MILLION, days=40)], "firm", channel="call", lang="id_ID"
        )
        guide = action._render_call_guide()
        self.assertIn("Introduce yourself and PT Mesin Presisi", guide)
        self.assertRegex(guide, r"1 open items, IDR.1,000,000\.00 in all")
        self.collector.lang = "id_ID"
        self.assertIn(
            "Perkenalkan diri dan PT Mesin Presisi", action._render_call_guide()
        )

    def test_deadline_follows_the_days_of_the_level(self):
        self.level("sp1").payment_days = 30
        action = self.make_action([self.item_line(1.0)])
        values = action._get_placeholder_values()[action.id]
        self.assertEqual(values["deadline"], "April 30, 2026")
        self.assertEqual(values["oldest_days"], "20")
        self.assertEqual(values["number"], "CL-2026-00012")


class TestMailQueries(MailCase):
    def _count(self, number):
        actions = self.env["collection.action"]
        moves = self.env["account.move"]
        for index in range(number):
            partner = self.make_debtor(f"Debtor {number}-{index}")
            case = self.make_case(partner)
            move = self.env["account.move"].create({"partner_id": partner.id})
            moves |= move
            lines = [
                self.item_line(10.0, number=line, move_id=move.id) for line in range(3)
            ]
            lang = ("en_US", "id_ID")[index % 2]
            actions |= self.make_action(lines, case=case, lang=lang, channel="mail")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rendered = self.generate(actions)
        count = self.env.cr.sql_log_count - before
        self.assertEqual(len(rendered), number)
        self.assertTrue(all(moves.mapped("access_token")))
        return count

    def test_queries_do_not_grow_with_the_mails(self):
        self._count(2)
        two = self._count(2)
        self.assertLessEqual(self._count(50), two + 3)
