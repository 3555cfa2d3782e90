from datetime import timedelta

from .documents_common import DAY, DocumentsCommon


class TestStatement(DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The company keeps its books in dollars.
        cls.due(300.0, 100, ref="PO 1")
        cls.due(200.0, 40)
        cls.due(100.0, -20)
        cls.due(3_000_000.0, 10, currency_id=cls.idr.id)
        cls.pay_on_account(50.0, date=DAY - timedelta(days=5))
        cls.case = cls.case.with_context(collection_date=DAY)

    @classmethod
    def due(cls, amount, days, **vals):
        """An invoice that fell due so many days ago."""
        return cls.post_invoice(amount, due=DAY - timedelta(days=days), **vals)

    def section(self, currency, case=None):
        case = case or self.case
        document = case._get_statements()[case.id]
        return next(s for s in document.sections if s.currency == currency.name)

    def test_all_open_items_with_a_running_balance(self):
        section = self.section(self.usd)
        self.assertEqual(
            [(row.amount, row.balance, row.days) for row in section.items],
            [
                ("300.00", "300.00", 100),
                ("200.00", "500.00", 40),
                ("−50.00", "450.00", 0),
                ("100.00", "550.00", 0),
            ],
        )
        self.assertEqual(section.items[0].reference, "PO 1")
        self.assertEqual(section.total, "USD\xa0600.00")
        self.assertEqual(section.credit_total, "USD\xa0−50.00")
        self.assertEqual(section.balance, "USD\xa0550.00")

    def test_ageing_per_currency_in_the_buckets_of_the_company(self):
        self.company.collection_bucket_days = "30,90"
        self.assertEqual(
            self.section(self.usd).ageing,
            [
                ("Not due", "100.00"),
                ("1–30", "0.00"),
                ("31–90", "200.00"),
                ("Over 90", "300.00"),
            ],
        )
        self.assertEqual(self.section(self.idr).ageing[1], ("1–30", "3,000,000.00"))

    def test_what_is_paid_or_of_others_is_not_on_it(self):
        paid = self.due(77.0, 5)
        self.pay(paid)
        self.post_invoice(88.0, partner=self.make_debtor("Other"))
        names = [row.name for row in self.section(self.usd).items]
        self.assertEqual(len(names), 4)
        self.assertNotIn(paid.name, names)

    def test_part_payment_shows_what_is_left(self):
        invoice = self.due(1000.0, 1)
        self.pay(invoice, amount=400.0)
        row = next(r for r in self.section(self.usd).items if r.name == invoice.name)
        self.assertEqual((row.original, row.amount), ("1,000.00", "600.00"))

    def test_invoices_of_a_contact_are_the_debtor_s(self):
        contact = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.debtor.id}
        )
        invoice = self.due(60.0, 3, partner=contact)
        self.assertIn(invoice.name, [r.name for r in self.section(self.usd).items])

    def _print(self, cases):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, collection_date=DAY
        )
        return reports._render_qweb_pdf(
            "b2b_collections.action_report_statement", cases.ids
        )[0]

    def test_printed_in_english(self):
        text = " ".join(self.pages(self._print(self.case)))
        for words in (
            "Statement of account as of March 31, 2026",
            "Nusantara Retail",
            "Amounts in USD",
            "Amounts in IDR",
            "Balance USD 550.00",
            "Balance IDR 3,000,000.00",
            "Over 120",
            "How to pay",
            "If you do not agree",
            "Page 1 of",
        ):
            self.assertIn(words, text)

    def test_printed_in_the_language_of_the_debtor(self):
        self.debtor.lang = "id_ID"
        text = " ".join(self.pages(self._print(self.case)))
        for words in ("Laporan rekening per 31 Maret 2026", "Belum jatuh tempo"):
            self.assertIn(words, text)
        self.assertIn("IDR 3.000.000,00", text)
        self.assertNotIn("Balance", text)

    def test_many_statements_in_one_file(self):
        other = self.make_case(self.make_debtor("Owes Nothing"))
        pages = self.pages(self._print(self.case | other))
        self.assertIn("Nusantara Retail", pages[0])
        self.assertIn("Nothing is open on your account", pages[-1])

    def test_queries_do_not_grow_with_the_cases(self):
        def count(number):
            cases = self.env["collection.case"]
            for index in range(number):
                partner = self.make_debtor(f"D {number}-{index}")
                self.post_invoice(10.0, partner=partner)
                cases |= self.make_case(partner)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(cases._get_statements()), number)
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertLessEqual(count(20), count(1) + 3)
