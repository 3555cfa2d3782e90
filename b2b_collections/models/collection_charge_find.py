from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..core.charges import FEE, FIXED, INTEREST, find_charge, keep
from ..core.decide import exact
from ..core.interest import ONE_DAY
from .collection_charge import NOTED_STATES
from .res_company_charge import DEBIT

# Missing rates that an error names; the others are probably the same.
NAMED = 5
CHARGED = """
    SELECT charge.item_id,
           MAX(charge.date_until) FILTER (WHERE charge.kind = 'interest'),
           BOOL_OR(charge.kind = 'fixed')
      FROM collection_charge charge
     WHERE charge.item_id = ANY(%s)
       AND charge.ended IS DISTINCT FROM 'reversed'
     GROUP BY charge.item_id
"""
NOTED = """
    SELECT charge.item_id, charge.kind,
           SUM(charge.amount - COALESCE(charge.amount_reversed, 0))
      FROM collection_charge charge
     WHERE charge.item_id = ANY(%s) AND charge.state IN %s
     GROUP BY charge.item_id, charge.kind
"""
# Fees of levels that got through, which nobody has claimed yet. A level that went out
# over several channels cost the debtor once.
FEES = """
    SELECT line.item_id, line.level_id, line.cycle, MIN(action.id), MIN(action.date),
           trim_scale(MAX(line.amount_fee))::text
      FROM collection_action_line line
      JOIN collection_action action ON action.id = line.action_id
     WHERE line.item_id = ANY(%(items)s)
       AND line.climbs
       AND line.amount_fee > 0
       AND action.state = 'done'
       AND action.date <= %(until)s
       AND NOT EXISTS (
            SELECT 1 FROM collection_charge charge
             WHERE charge.item_id = line.item_id
               AND charge.kind = 'fee'
               AND charge.level_id = line.level_id
               AND charge.cycle = line.cycle)
     GROUP BY line.item_id, line.level_id, line.cycle
"""


class Charged(NamedTuple):
    """:ivar until: last day whose interest was charged; ``fixed``: compensation was"""

    until: object = None
    fixed: bool = False


class CollectionCharge(models.Model):
    """What is to be charged for items, and what was charged already."""

    _inherit = "collection.charge"

    @api.model
    def _prepare_claims(self, items, until):
        """Values of charges for what was not charged yet; writes nothing.

        :param items: collection.item, open or closed
        :param until: last day for which interest is charged
        :raises UserError: a table has no rate, with document, table and day
        """
        uses = items._get_charge_uses()
        items = items.filtered(lambda item: DEBIT in uses[item.id].values())
        claims = items._get_claims(until)
        self._check_rates(items, claims, uses)
        charged = self._load_charged(items)
        fees = self._load_fees(items, until)
        owed = {key: claim.owed for key, claim in claims.items()}
        vals_list = []
        for item in items:
            kinds = uses[item.id]
            claim, before = claims.get(item.id), charged.get(item.id, Charged())
            if claim and kinds[INTEREST] == DEBIT:
                vals_list += item._prepare_interest_vals(claim, before.until)
            if claim and claim.fixed and kinds[FIXED] == DEBIT and not before.fixed:
                vals_list.append(item._prepare_fixed_vals(claim))
            if kinds[FEE] == DEBIT:
                vals_list += item._prepare_fee_vals(fees[item.id], owed)
        return vals_list

    def _check_rates(self, items, claims, uses):
        gaps = self._find_gaps(items, claims, uses)
        if gaps:
            raise UserError(
                self.env._(
                    "Interest cannot be charged for %(count)s documents, so nothing "
                    "was charged:\n%(gaps)s\nEnter the rates under Configuration, Late "
                    "Interest, or charge up to an earlier day.",
                    count=len(gaps),
                    gaps=self._word_gaps(gaps),
                )
            )

    def _find_gaps(self, items, claims, uses):
        """``{item: Claim}`` of those whose interest needs a rate that is not there."""
        return {
            item: claims[item.id]
            for item in items
            if item.id in claims
            and claims[item.id].missing
            and uses[item.id].get(INTEREST) == DEBIT
        }

    def _word_gaps(self, gaps):
        return "\n".join(
            self.env._(
                "%(document)s: %(table)s has no rate for %(day)s.",
                document=item.name or item.display_name,
                table=claim.table.name,
                day=format_date(self.env, claim.missing),
            )
            for item, claim in list(gaps.items())[:NAMED]
        )

    @api.model
    def _leave_out_gaps(self, items, until):
        """``(items, words)``: without the debtors of whom a rate is missing, and why.

        A debtor's claims come on one note, so he waits as a whole; the others do not.
        """
        gaps = self._find_gaps(
            items, items._get_claims(until), items._get_charge_uses()
        )
        if not gaps:
            return items, False
        partners = items.browse(item.id for item in gaps).partner_id
        words = self.env._(
            "%(debtors)s debtors are left out, since rates are missing for %(count)s "
            "documents:\n%(gaps)s\nEnter the rates under Configuration, Late Interest, "
            "or charge up to an earlier day.",
            debtors=len(partners),
            count=len(gaps),
            gaps=self._word_gaps(gaps),
        )
        return items.filtered(lambda item: item.partner_id not in partners), words

    @api.model
    def _load_charged(self, items):
        """``{item id: Charged}``"""
        self.flush_model()
        rows = self.env.execute_query(SQL(CHARGED, items.ids))
        return {key: Charged(until, fixed) for key, until, fixed in rows}

    @api.model
    def _load_noted(self, items):
        """``{(item id, kind): amount}`` on posted debit notes, or given up."""
        self.flush_model()
        rows = self.env.execute_query(SQL(NOTED, items.ids, NOTED_STATES))
        return {(key, kind): exact(amount) for key, kind, amount in rows}

    @api.model
    def _load_fees(self, items, until):
        """``{item id: [(level, cycle, action, day, amount)]}`` not claimed yet."""
        self.env.flush_all()
        found = defaultdict(list)
        rows = self.env.execute_query(SQL(FEES, items=items.ids, until=until))
        for key, *fee in rows:
            found[key].append(fee)
        return found


class CollectionItem(models.Model):
    """Charges of one item."""

    _inherit = "collection.item"

    def _get_charge_uses(self):
        """``{item id: {kind: use}}``: by policy, else by company."""
        found, known = {}, {}
        for item in self:
            policy, company = item.case_id.policy_id, item.company_id
            if (policy, company) not in known:
                known[policy, company] = policy._get_charge_uses(company)
            found[item.id] = known[policy, company]
        return found

    def _prepare_charge_vals(self, kind, amount, since, until):
        return {
            "company_id": self.company_id.id,
            "case_id": self.case_id.id,
            "partner_id": self.partner_id.id,
            "item_id": self.id,
            "move_id": self.move_id.id,
            "name": self.name,
            "currency_id": self.currency_id.id,
            "kind": kind,
            "amount": float(amount),
            "date_from": since,
            "date_until": until,
        }

    def _prepare_interest_vals(self, claim, charged_until):
        """Values of the charge for the days after ``charged_until``, as a list."""
        since = (charged_until or self.date_due) + ONE_DAY
        places = self.currency_id.decimal_places
        amount, slices = find_charge(claim.slices, since, places)
        if not slices or amount <= 0:
            return []
        evidence = keep(slices, claim.owed, claim.paid)
        return [
            {
                **self._prepare_charge_vals(
                    INTEREST, amount, slices[0].start, slices[-1].end
                ),
                "base": float(claim.owed),
                "table_id": claim.table.id,
                "evidence": [list(map(str, part)) for part in evidence],
            }
        ]

    def _prepare_fixed_vals(self, claim):
        first = self.date_due + ONE_DAY
        return {
            **self._prepare_charge_vals(FIXED, claim.fixed, first, first),
            "base": float(claim.owed),
            "table_id": claim.table.id,
        }

    def _prepare_fee_vals(self, fees, owed):
        return [
            {
                **self._prepare_charge_vals(FEE, amount, day, day),
                "base": float(owed.get(self.id, exact(self.amount_original))),
                "level_id": level_id,
                "cycle": cycle,
                "action_id": action_id,
            }
            for level_id, cycle, action_id, day, amount in fees
        ]
