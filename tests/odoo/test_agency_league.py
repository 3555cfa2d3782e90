"""How agencies compare, and complaints about them."""

from odoo.exceptions import AccessError, UserError

from .results_common import ResultsCommon


class TestAgencyLeague(ResultsCommon):
    def league(self, groupby, **equals):
        return self.env["collection.agency.league"]._read_group(
            [(name, "=", value) for name, value in equals.items()],
            groupby,
            [
                "amount_placed:sum",
                "amount_agency:sum",
                "recovered_rate:avg",
                "cost_rate:avg",
                "days_first:avg",
                "days_money:avg",
            ],
        )

    def place_more(self, amount, currency=None, agency=None):
        invoice = self.post_invoice(
            amount, currency_id=(currency or self.company.currency_id).id
        )
        self.make_run(self.day(self.PLACED))._execute()
        self.placement = self.place(self.item(invoice), agency)
        return self.placement

    def read_amounts(self):
        """What the ledger says, as each run reads it."""
        placements = self.env["collection.placement"].search([])
        placements.sudo()._update_amounts()

    def test_rates_are_ratios_of_sums(self):
        self.accept(500, 75, offset=65)
        self.place_more(4000)
        self.accept(500, offset=75, reference="R-2")
        self.placement._draft_commission_bill()
        self.read_amounts()
        self.assertEqual(
            self.league(["agency_id"]),
            [(self.agency, 5000, 1000, 20, 15, 10, 10)],
        )

    def test_currencies_are_never_added(self):
        self.place_more(600, self.other_currency)
        self.read_amounts()
        ((_agency, placed, recovered, rate, cost, _first, _days),) = self.league(
            ["agency_id"]
        )
        self.assertFalse(placed or recovered or rate or cost)
        by_currency = {row[0]: row[1] for row in self.league(["currency_id"])}
        self.assertEqual(
            by_currency, {self.company.currency_id: 1000, self.other_currency: 600}
        )

    def test_agencies_side_by_side(self):
        other = self.make_agency("Swift Claims")
        self.accept(250)
        self.place_more(1000, agency=other)
        self.accept(900, reference="R-2")
        self.read_amounts()
        rates = {row[0]: row[3] for row in self.league(["agency_id"])}
        self.assertEqual(rates, {self.agency: 25, other: 90})

    def test_drafts_are_not_part_of_it(self):
        self.placement.sudo().write({"date_placed": False, "state": "draft"})
        self.assertEqual(self.league(["agency_id"]), [])

    def test_complaints_count_unless_unfounded(self):
        complaint = (
            self.env["collection.placement.complaint"]
            .with_user(self.collector)
            .create({"placement_id": self.placement.id, "note": "Called at night"})
        )
        row = self.env["collection.agency.league"].browse(self.placement.id)
        self.assertEqual(row.complaint_count, 1)
        self.assertEqual(self.placement.complaint_count, 1)
        complaint.state = "unfounded"
        self.env.flush_all()
        row.invalidate_recordset()
        self.assertEqual(row.complaint_count, 0)
        entry = self.env["collection.journal.entry"].search(
            [("event", "=", "agency_complaint")]
        )
        self.assertEqual(entry.case_id, self.placement.case_id)

    def test_who_may(self):
        values = {"placement_id": self.placement.id, "note": "Rude"}
        complaints = self.env["collection.placement.complaint"]
        with self.assertRaises(AccessError):
            complaints.with_user(self.reader).create(values)
        self.assertTrue(
            self.env["collection.agency.league"].with_user(self.reader).search([])
        )
        self.placement.sudo().date_placed = False
        with self.assertRaisesRegex(UserError, "never placed"):
            complaints.create(values)

    def test_other_companies_see_nothing(self):
        company = self.setup_other_company()["company"]
        reader = self.reader.sudo()
        reader.write({"company_id": company.id, "company_ids": [(6, 0, company.ids)]})
        self.report(100)
        for model in (
            "collection.agency.league",
            "collection.placement.receipt",
            "collection.placement.report",
            "collection.placement.remittance",
            "collection.placement.complaint",
        ):
            found = self.env[model].with_user(self.reader).search([])
            with self.subTest(model=model):
                self.assertFalse(found)
