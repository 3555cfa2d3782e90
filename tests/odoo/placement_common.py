"""Cases are placed with agencies on days that are played."""

from odoo import Command

from .plans_common import PlansCommon


class PlacementCommon(PlansCommon):
    """Two invoices of 600 and 300; an agency that is vetted until day 400.

    It takes 12 % of what is less than 90 days overdue, 18 % of what is older.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_validation = False
        cls.agency = cls.make_agency("Contoh Collections")

    @classmethod
    def make_agency(cls, name, bands=((0, 12), (90, 18)), **vals):
        partner = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": "cases@agency.example",
                "phone": "+62 21 555 0199",
                "street": "Jalan Agensi 5",
                "city": "Jakarta",
            }
        )
        agency = cls.env["collection.agency"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "user_id": cls.manager.id,
                "expected_rate": 40,
                "fee_ids": [
                    Command.create({"days_from": days, "rate": rate})
                    for days, rate in bands
                ],
                **vals,
            }
        )
        cls.vet(agency)
        return agency

    @classmethod
    def vet(cls, agency, until=400):
        agency.vetting_ids.write(
            {
                "is_done": True,
                "date": cls.day(0),
                "expires_on": cls.day(until),
            }
        )

    def make_placement(self, items=None, user=None, agency=None, **vals):
        items = items or self.item(self.first | self.second)
        return (
            self.env["collection.placement"]
            .with_user(user or self.collector)
            .create(
                {
                    "case_id": items[:1].case_id.id,
                    "agency_id": (agency or self.agency).id,
                    "currency_id": items[:1].currency_id.id,
                    "line_ids": [
                        Command.create({"item_id": item.id}) for item in items
                    ],
                    **vals,
                }
            )
        )

    def approve(self, placement):
        placement._submit()
        placement.with_user(self.manager)._approve()
        return placement

    def place(self, offset=5, **vals):
        """A placement that is with the agency from that day on."""
        with self.on(offset), self.mock_mail_gateway():
            placement = self.approve(self.make_placement(**vals))
            placement._place()
        return placement.with_env(self.env)

    def follow(self, offset):
        """What a run of that day makes of placements."""
        self.play(offset)
        self.env.invalidate_all()
        self.assertFalse(self.case.error)
