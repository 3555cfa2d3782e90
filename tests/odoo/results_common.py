"""What is placed with an agency, and the money that comes of it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command

from .common import CollectionsCommon


class ResultsCommon(CollectionsCommon):
    """Two invoices of 600 and 400, placed on day 60 with an agency at 15 %."""

    PLACED = 60
    # Where a session of the server is needed, its clock cannot be stopped.
    freezes = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.post_invoice(600)
        cls.second = cls.post_invoice(400, due=cls.day(5))
        cls.agency = cls.make_agency("Solid Recovery")
        cls.company.sudo().collection_agency_account_id = cls.env[
            "account.account"
        ].create(
            {
                "name": "Agency clearing",
                "code": "119900",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        cls.clearing = cls.company.collection_agency_account_id
        cls.other_currency = cls.setup_other_currency("HRK")
        cls.company._ensure_agency_accounts()

    def setUp(self):
        super().setUp()
        if self.freezes:
            self.startPatcher(freeze_time(self.day(self.PLACED + 20)))
        self.today = self.env["collection.action"]._get_today()
        self.make_run(self.day(self.PLACED))._execute()
        self.placement = self.place(self.item(self.first | self.second))

    @classmethod
    def make_agency(cls, name, rate=15, **vals):
        partner = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "email": f"{name[:5]}@agency.example"}
        )
        return cls.env["collection.agency"].create(
            {
                "partner_id": partner.id,
                "fee_ids": [Command.create({"rate": rate})],
                **vals,
            }
        )

    def place(self, items, agency=None, state="placed"):
        """With the agency, as if the steps before had been taken."""
        placement = self.env["collection.placement"].create(
            {
                "case_id": items[:1].case_id.id,
                "agency_id": (agency or self.agency).id,
                "currency_id": items[:1].currency_id.id,
                "line_ids": [Command.create({"item_id": item.id}) for item in items],
            }
        )
        placed = self.day(self.PLACED) if self.freezes else self.ahead(-10)
        placement.sudo().write({"state": state, "date_placed": placed})
        placement.sudo().line_ids.is_live = True
        return placement

    def ahead(self, days):
        return self.today + timedelta(days=days)

    def report(self, gross, commission=0.0, reference="R-1", offset=70, **vals):
        """A receipt entered by the collector; nothing of it stays if it is refused."""
        with self.env.cr.savepoint():
            return (
                self.env["collection.placement.receipt"]
                .with_user(self.collector)
                .create(
                    {
                        "placement_id": self.placement.id,
                        "date": self.day(offset),
                        "gross": gross,
                        "commission": commission,
                        "reference": reference,
                        **vals,
                    }
                )
            )

    def accept(self, *args, **vals):
        receipt = self.report(*args, **vals)
        receipt._accept()
        return receipt

    def remit(self, receipts, amount, **vals):
        return self.agency._register_remittance(
            receipts.with_env(self.env),
            amount,
            self.day(75),
            self.company_data["default_journal_bank"],
            **vals,
        )

    def post_bill(self, bill, stated=None, note=None, ref="INV-7"):
        bill = bill.with_env(self.env)
        bill.write(
            {
                "ref": ref,
                "invoice_date": self.day(76),
                "collection_commission_stated": stated or bill.amount_total,
                "collection_commission_note": note,
            }
        )
        bill.action_post()
        return bill

    def balance(self, account, partner=None, currency=None):
        """What stands on an account for a partner, in company currency or its own."""
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                *([("partner_id", "=", partner.id)] if partner else []),
            ]
        )
        amounts = lines.mapped("amount_currency" if currency else "balance")
        return round(sum(amounts), 2)
