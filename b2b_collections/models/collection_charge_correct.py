from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ..core.charges import FIXED, INTEREST, founded_part
from ..core.decide import exact
from .collection_charge import REVERSED

LIVE_STATES = ("computed", "draft", "posted", "paid")


class CollectionCharge(models.Model):
    """Charges on what proves not to have been owed are taken back, in proportion."""

    _inherit = "collection.charge"

    @api.model
    def _find_correctable(self, company):
        """Charges whose invoices may still change: open, or closed not long ago."""
        today = self._get_today()
        since = date.fromordinal(
            today.toordinal() - company.collection_charge_closed_days
        )
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "in", LIVE_STATES)
            & (
                Domain("item_id", "=", False)
                | Domain("item_id.state", "=", "open")
                | Domain("item_id.date_closed", ">=", since)
            )
        )

    def _correct(self):
        """Take back what is not founded any more: the invoice was credited, cancelled
        or deleted, a dispute was decided for the debtor, a payment came earlier than
        was known. Rates stay those that were charged.

        :return: the charges that became smaller
        """
        live = self.filtered(lambda charge: charge.state in LIVE_STATES)
        bearers, paid = live.item_id._read_bearers(date.max)
        owed = {bearer.key: bearer for bearer in bearers}
        excess = {}
        for charge in live:
            bearer = owed.get(charge.item_id.id)
            if charge.item_id and not bearer:
                continue
            part = charge._find_founded(bearer, paid.get(charge.item_id.id, ()))
            amount = exact(charge.currency_id.round(charge.amount))
            founded = charge.currency_id.round(float(amount * part))
            gone = charge.amount - founded - charge.amount_reversed
            gone = min(gone, charge.amount_net)
            if charge.currency_id.compare_amounts(gone, 0) > 0:
                excess[charge] = charge.currency_id.round(gone)
        changed = self.browse(charge.id for charge in excess)
        changed._reverse(excess)
        return changed

    def _find_founded(self, bearer, paid):
        """Which part of the charge is still founded, from 0 to 1."""
        if not bearer or bearer.owed <= 0:
            return Decimal(0)
        if self.kind == INTEREST:
            return founded_part(self._get_evidence(), bearer.owed, paid)
        if self.kind == FIXED:
            in_time = sum((part for day, part in paid if day <= bearer.due), Decimal(0))
            return Decimal(bearer.owed > in_time)
        base = exact(self.base)
        return min(Decimal(1), bearer.owed / base) if base else Decimal(1)

    def _reverse(self, amounts):
        """:param amounts: ``{charge: how much of it is unfounded, without taxes}``"""
        if not self:
            return
        reason = self.env._("What it was charged for proved not to be owed.")
        # A correction that follows from the ledger.
        charges_sudo = self.sudo()
        charges_sudo._take_back(
            {charge.sudo(): amount for charge, amount in amounts.items()}, reason
        )
        for charge in charges_sudo:
            amount = amounts[charge.with_env(self.env)]
            is_all = not charge.currency_id.compare_amounts(amount, charge.amount_net)
            charge.amount_reversed += amount
            if is_all:
                charge.write(
                    {
                        "ended": REVERSED,
                        "ended_on": self._get_today(),
                        "reason": reason,
                    }
                )
        charges_sudo._record("charge_reversed", reason)
