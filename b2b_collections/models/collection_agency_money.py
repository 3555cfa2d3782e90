from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount


class CollectionAgency(models.Model):
    """What an agency passes on to us."""

    _inherit = "collection.agency"

    receipt_ids = fields.One2many(
        "collection.placement.receipt", "agency_id", readonly=True
    )

    def _get_unremitted_domain(self):
        """Receipts that are accepted and whose money is not here yet."""
        return (
            Domain("agency_id", "in", self.ids)
            & Domain("state", "=", "accepted")
            & Domain("remittance_id", "=", False)
        )

    def _register_remittance(
        self, receipts, amount, date, journal, reference=None, explanation=None
    ):
        """Book what the agency passed on, and match it with its receipts.

        With the user's own rights to payments: accounting says whether he may.

        :param receipts: accepted collection.placement.receipt of this agency, of one
            company and currency, not passed on yet
        :param amount: what arrived, in the currency of the receipts
        :param journal: account.journal of the bank or cash it arrived in
        :param explanation: why it is not what was expected; required if it is not
        :return: collection.placement.remittance
        :raises AccessError: the user may not make payments
        :raises UserError: receipts that do not fit, or a difference not explained
        """
        self.ensure_one()
        self.env["account.payment"].check_access("create")
        receipts.check_access("read")
        receipts.lock_for_update()
        self._check_remittance(receipts, amount)
        currency, expected = receipts.currency_id, sum(receipts.mapped("net"))
        self._check_explained(currency, amount, expected, explanation)
        payment = self.env["account.payment"]
        if not currency.is_zero(amount):
            payment = self._pay_into_clearing(
                receipts, amount, date, journal, reference
            )
        remittance = self._note_remittance(
            receipts,
            payment,
            date=date,
            expected=expected,
            amount=amount,
            explanation=explanation,
            reference=reference,
        )
        receipts.bill_id.filtered(lambda bill: bill.state == "posted")._net_commission()
        return remittance

    def _note_remittance(self, receipts, payment, **vals):
        """Keep what was passed on, and with which payment."""
        company = receipts.company_id
        # Nobody may write remittances; that this user may make payments was checked.
        self_sudo = self.sudo()
        sequence = self_sudo.env["ir.sequence"].with_company(company)
        remittance_sudo = self_sudo.env["collection.placement.remittance"].create(
            {
                "name": sequence.next_by_code("collection.placement.remittance"),
                "agency_id": self.id,
                "company_id": company.id,
                "currency_id": receipts.currency_id.id,
                "payment_id": payment.id,
                "user_id": self.env.uid,
                **vals,
            }
        )
        receipts.sudo().remittance_id = remittance_sudo
        remittance = remittance_sudo.with_env(self.env)
        remittance._record("remittance_registered")
        return remittance

    def _check_remittance(self, receipts, amount):
        if not receipts:
            raise UserError(
                self.env._("Choose the receipts that the agency passed on.")
            )
        if amount < 0:
            raise UserError(self.env._("What arrived cannot be negative."))
        if len(receipts.company_id) > 1 or len(receipts.currency_id) > 1:
            raise UserError(
                self.env._(
                    "The receipts are of several companies or currencies. Register one "
                    "remittance for each."
                )
            )
        for receipt in receipts:
            if (
                receipt.agency_id != self
                or receipt.state != "accepted"
                or receipt.remittance_id
            ):
                raise UserError(
                    self.env._(
                        "%(receipt)s is not an accepted receipt of %(agency)s that is "
                        "still to be passed on. Take it out.",
                        receipt=receipt.display_name,
                        agency=self.name,
                    )
                )

    def _check_explained(self, currency, amount, expected, explanation):
        if currency.compare_amounts(amount, expected) and not (
            (explanation or "").strip()
        ):
            raise UserError(
                self.env._(
                    "%(amount)s arrived, but %(expected)s was expected. Say why it "
                    "differs.",
                    amount=format_amount(self.env, amount, currency),
                    expected=format_amount(self.env, expected, currency),
                )
            )

    def _pay_into_clearing(self, receipts, amount, date, journal, reference):
        account, _journal = receipts.company_id._get_agency_booking()
        payment = (
            self.env["account.payment"]
            .with_company(receipts.company_id)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.partner_id.id,
                    "company_id": receipts.company_id.id,
                    "amount": amount,
                    "currency_id": receipts.currency_id.id,
                    "date": date,
                    "journal_id": journal.id,
                    "memo": reference or self.env._("Remittance of receipts"),
                    "destination_account_id": account.id,
                }
            )
        )
        payment.action_post()
        arrived = payment.move_id.line_ids.filtered(
            lambda line: line.account_id == account
        )
        owed = receipts.sudo()._get_clearing_lines().with_env(self.env)
        (arrived | owed.filtered(lambda line: not line.reconciled)).reconcile()
        return payment
