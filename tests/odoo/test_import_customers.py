from odoo.tests import tagged

from tests.core.open_items_common import HEADER, csv_of

from .import_common import ImportCommon


@tagged("post_install", "-at_install")
class TestImportCustomers(ImportCommon):
    """One partner a customer number."""

    def customers(self, number="000123"):
        return self.env["res.partner"].search([("ref", "=", number)])

    def test_spellings_of_one_number(self):
        names = ("PT Contoh Jaya", "PT. CONTOH JAYA", "PT. CONTOH JAYA", "Contoh")
        self.load(
            *[
                {"customer_name": name, **row}
                for name, row in zip(names, self.numbered(4), strict=True)
            ]
        )
        partner = self.customers()
        self.assertEqual(len(partner), 1)
        self.assertEqual(partner.name, "PT. CONTOH JAYA")
        self.assertIn("Also spelled: PT Contoh Jaya; Contoh", partner.comment)

    def test_customers_of_the_same_name_stay_apart(self):
        self.load({}, {"customer_number": "000124", "invoice_number": "INV-2"})
        self.assertEqual(len(self.customers() + self.customers("000124")), 2)
        self.assertEqual(self.customers().name, self.customers("000124").name)

    def test_customer_who_is_there_is_completed_but_not_renamed(self):
        known = self.make_debtor(
            "Nama Resmi", ref="000123", email=False, country_id=False
        )
        header = HEADER + ",email,country"
        content = csv_of({"email": "ap@contoh.example", "country": "ID"}, header=header)
        record = self.load_content(content)
        self.assertEqual(record.line_ids.partner_id, known)
        self.assertEqual(known.name, "Nama Resmi")
        self.assertEqual(known.email, "ap@contoh.example")
        self.assertEqual(known.country_id.code, "ID")
        self.assertIn("PT Contoh Jaya", known.comment)
        note = known.comment
        self.load_content(content.replace(b"INV-1", b"INV-2").replace(b"ap@", b"new@"))
        self.assertEqual((known.email, known.comment), ("ap@contoh.example", note))

    def test_number_belongs_to_a_company(self):
        other = self.setup_other_company(name="Other company")["company"]
        theirs = self.make_debtor("Theirs", ref="000123", company_id=other.id)
        shared = self.make_debtor("Shared", ref="000124")
        ours = self.make_debtor("Ours", ref="000124", company_id=self.company.id)
        record = self.load({}, {"customer_number": "000124", "invoice_number": "INV-2"})
        first, second = record.line_ids.sorted("row").partner_id
        self.assertNotEqual(first, theirs)
        self.assertEqual(first.company_id, self.company)
        self.assertEqual(second, ours)
        self.assertFalse(shared.invoice_ids)

    def test_contact_of_a_new_customer(self):
        self.env["res.lang"]._activate_lang("id_ID")
        header = HEADER + ",email,language,country"
        self.load_content(
            csv_of(
                {},
                {
                    "invoice_number": "INV-2",
                    "email": "ap@contoh.example",
                    "language": "Bahasa Indonesia",
                    "country": "Indonesia",
                },
                header=header,
            )
        )
        self.assertRecordValues(
            self.customers(),
            [
                {
                    "email": "ap@contoh.example",
                    "lang": "id_ID",
                    "country_code": "ID",
                    "is_company": True,
                    "customer_rank": 2,
                }
            ],
        )

    def test_unknown_language_falls_back_to_the_companys(self):
        self.company.partner_id.lang = "en_US"
        content = csv_of({"language": "tlh"}, header=HEADER + ",language")
        record = self.load_content(content)
        self.assertEqual(record.warning_count, 1)
        self.assertIn("not installed", record.problem_ids.message)
        self.assertEqual(self.customers().lang, "en_US")

    def test_long_and_formula_like_names_stay_as_they_are(self):
        name = '=HYPERLINK("http://evil.example";"x")'.replace('"', "'")
        long_name = "n" * 200
        self.load(
            {"customer_name": name},
            {"customer_number": "2", "customer_name": long_name, "invoice_number": "2"},
        )
        self.assertEqual(self.customers().name, name)
        self.assertEqual(self.customers("2").name, long_name)
