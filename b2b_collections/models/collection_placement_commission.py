from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.amounts import exact


class CollectionPlacementReceipt(models.Model):
    """What the agency has earned with a receipt, and on which bill it stands."""

    _inherit = "collection.placement.receipt"

    commission_due = fields.Monetary(
        string="Commission by Contract",
        readonly=True,
        copy=False,
        help="Of this receipt, without taxes; computed when the bill was drafted.",
    )
    bill_id = fields.Many2one(
        "account.move",
        string="Commission Bill",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )


class CollectionPlacement(models.Model):
    """Commission for what was recovered, drafted as a vendor bill."""

    _inherit = "collection.placement"

    def _get_unbilled_receipts(self):
        return self.env["collection.placement.receipt"].search(
            Domain("placement_id", "in", self.ids)
            & Domain("state", "=", "accepted")
            & Domain("bill_id", "=", False),
            order="decided_on, id",
        )

    def _draft_commission_bill(self, reference=None, stated=None, date=None):
        """Draft a bill for all accepted receipts that are on none.

        One bill for each agency, company and currency, with a line for each placement;
        drafts only: an accountant compares and posts them.

        :param reference: number of the agency's invoice, if there is one already
        :param stated: its amount, taxes included
        :param date: its date
        :return: account.move in draft
        :raises UserError: nothing to bill, or no account for it
        """
        receipts = self._get_unbilled_receipts()
        receipts._check_may_decide()
        if not receipts:
            raise UserError(
                self.env._(
                    "There is no accepted receipt whose commission is not billed yet."
                )
            )
        bills = self.env["account.move"]
        by_bill = receipts.grouped(
            lambda one: (one.agency_id, one.company_id, one.currency_id)
        )
        for (agency, _company, _currency), part in by_bill.items():
            bills |= agency._draft_bill(part, reference, stated, date)
        return bills

    def action_draft_commission_bill(self):
        """Draft bills for what is accepted and not billed, and show them."""
        bills = self._draft_commission_bill()
        return bills._get_records_action(name=self.env._("Commission Bills"))

    def _get_commissions(self):
        """``{receipt: amount}`` by contract for every accepted receipt."""
        accepted = self.env["collection.placement.receipt"].search(
            Domain("placement_id", "in", self.ids) & Domain("state", "=", "accepted"),
            order="decided_on, id",
        )
        found = {}
        for placement, receipts in accepted.grouped("placement_id").items():
            shares = [
                {line.line_id: line.amount for line in receipt.line_ids}
                for receipt in receipts
            ]
            amounts = placement.agency_id._compute_commission(placement, shares)
            found.update(zip(receipts, amounts, strict=True))
        return found


class CollectionAgency(models.Model):
    _inherit = "collection.agency"

    def _draft_bill(self, receipts, reference, stated, date):
        commissions = receipts.placement_id._get_commissions()
        totals = {}
        for receipt in receipts:
            placement = receipt.placement_id
            totals[placement] = totals.get(placement, 0.0) + commissions[receipt]
        if receipts.currency_id.is_zero(sum(totals.values())):
            raise UserError(
                self.env._(
                    "%(agency)s: by its fee schedule nothing was earned with these "
                    "receipts. Check the commission on the agency.",
                    agency=self.name,
                )
            )
        # A draft that follows from receipts accepted by the user or his colleagues;
        # posting it takes an accountant.
        Move_sudo = self.env["account.move"].sudo().with_company(receipts.company_id)
        bill_sudo = Move_sudo.create(
            self._prepare_bill_vals(receipts, totals)
            | {
                "ref": reference,
                "invoice_date": date,
                "collection_commission_stated": stated,
            }
        )
        bill_sudo.collection_commission_due = bill_sudo.amount_total
        receipts_sudo = receipts.sudo()
        for receipt_sudo in receipts_sudo:
            receipt_sudo.write(
                {"bill_id": bill_sudo.id, "commission_due": commissions[receipt_sudo]}
            )
        receipts._record("commission_drafted")
        return bill_sudo.with_env(self.env)

    def _prepare_bill_vals(self, receipts, totals):
        company, currency = receipts.company_id, receipts.currency_id
        journal = self._get_bill_journal(company)
        return {
            "move_type": "in_invoice",
            "journal_id": journal.id,
            "partner_id": self.partner_id.id,
            "currency_id": currency.id,
            "collection_agency_id": self.id,
            "invoice_line_ids": [
                Command.create(self._prepare_bill_line(placement, amount, journal))
                for placement, amount in totals.items()
                if exact(amount)
            ],
        }

    def _prepare_bill_line(self, placement, amount, journal):
        company = placement.company_id
        vals = {
            "name": self.env._(
                "Commission, %(placement)s: %(debtor)s",
                placement=placement.name,
                debtor=placement.partner_id.name,
            ),
            "quantity": 1,
            "price_unit": amount,
            "tax_ids": [
                Command.set(
                    self.tax_ids.filtered(
                        lambda tax: tax.company_id in company.parent_ids
                    ).ids
                )
            ],
        }
        if self.product_id:
            vals["product_id"] = self.product_id.id
        else:
            account = company.collection_commission_account_id
            account = account or journal.default_account_id
            if not account:
                raise UserError(
                    self.env._(
                        "%(agency)s: there is no account for its commission. Set a "
                        "product on the agency, or an account in the settings of "
                        "Collections, under Agencies.",
                        agency=self.name,
                    )
                )
            vals["account_id"] = account.id
        return vals

    def _get_bill_journal(self, company):
        journals = self.env["account.journal"].sudo()
        journal = journals.search(
            [*journals._check_company_domain(company), ("type", "=", "purchase")],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no purchase journal for the commission of "
                    "agencies. Create one.",
                    company=company.name,
                )
            )
        return journal

    def action_draft_commission_bill(self):
        """Draft bills for what is accepted and not billed, and show them."""
        self.ensure_one()
        return self.placement_ids.action_draft_commission_bill()
