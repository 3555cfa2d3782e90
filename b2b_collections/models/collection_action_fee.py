from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from ..core.charges import FEE, Bearer, share_fee
from ..core.decide import exact
from .collection_action_interest import NO_CLAIM, NOTHING

ZERO = Decimal(0)
# Fees that messages have named, however many channels a level went over. What failed,
# was cancelled or refused has cost the debtor nothing.
NAMED = """
    SELECT line.item_id, action.case_id, line.currency_id,
           EXTRACT(YEAR FROM action.date)::int AS year, line.level_id, line.cycle,
           MAX(line.amount_fee) AS amount
      FROM collection_action_line line
      JOIN collection_action action ON action.id = line.action_id
     WHERE %(condition)s
       AND line.amount_fee > 0
       AND action.state NOT IN ('failed', 'cancelled', 'refused')
     GROUP BY 1, 2, 3, 4, 5, 6
"""


class CollectionAction(models.Model):
    """Shares of the fee of a level, for the items that it takes there."""

    _inherit = "collection.action"

    def _add_fees(self, lines):
        """Freeze the share of each line that bears the fee of its message."""
        groups = defaultdict(list)
        for vals, line in lines:
            fee = self._find_fee(vals, line)
            if fee:
                channel = vals.get("channel")
                groups[vals["case_id"], vals["contact_id"], channel, fee].append(
                    (vals, line)
                )
        if not groups:
            return
        facts = _FeeFacts(self.env, [entry for own in groups.values() for entry in own])
        for (case_id, _contact, _channel, fee), own in groups.items():
            facts.share(case_id, fee, own)

    def _find_fee(self, vals, line):
        """The fee that a line bears: of the level that the message takes it to."""
        level_id = vals.get("level_id")
        is_bearer = (
            level_id
            and line.get("climbs")
            and line.get("level_id") == level_id
            and line.get("days_overdue", 0) > 0
            and not line.get("is_charge")
        )
        if not is_bearer:
            return None
        fees = self.env["collection.level"].browse(level_id).fee_ids
        return fees.filtered(lambda fee: fee.currency_id.id == line["currency_id"])


class _FeeFacts:
    """What limits the fees of a set of messages, read in a fixed number of queries."""

    def __init__(self, env, entries):
        self.env = env
        items = env["collection.item"].browse({line["item_id"] for _, line in entries})
        self.uses = items._get_charge_uses()
        self.tables = items._get_interest_tables()
        self.claims = items._get_claims(
            fields.Date.to_date(max(vals["date"] for vals, _line in entries))
        )
        self.before, self.years = defaultdict(Decimal), defaultdict(Decimal)
        env.flush_all()
        for item_id, _case, _currency, _year, amount in self._read(
            SQL("line.item_id = ANY(%s)", items.ids)
        ):
            self.before[item_id] += exact(amount)
        cases = list({vals["case_id"] for vals, _line in entries})
        for _item, *key, amount in self._read(SQL("action.case_id = ANY(%s)", cases)):
            self.years[tuple(key)] += exact(amount)

    def _read(self, condition):
        rows = self.env.execute_query(SQL(NAMED, condition=condition))
        return [(*row[:4], row[6]) for row in rows]

    def share(self, case_id, fee, entries):
        bearers = [
            self._make_bearer(line) for _vals, line in entries if self._may_bear(line)
        ]
        year = fields.Date.to_date(entries[0][0]["date"]).year
        shares = share_fee(
            fee._get_terms(),
            bearers,
            self.years[case_id, fee.currency_id.id, year],
            fee.currency_id.decimal_places,
        )
        for _vals, line in entries:
            line["amount_fee"] = float(shares.get(line["item_id"], ZERO))

    def _may_bear(self, line):
        key = line["item_id"]
        table = self.tables.get(key)
        if self.uses[key][FEE] == NOTHING or (table and table.fees == NOTHING):
            return False
        return self._get_overdue(line) > 0

    def _get_overdue(self, line):
        return exact(line["amount_residual"]) - exact(line.get("amount_held") or 0)

    def _make_bearer(self, line):
        key = line["item_id"]
        table = self.tables.get(key)
        is_beyond = table and table.fees == "beyond"
        free = self.claims.get(key, NO_CLAIM).fixed if is_beyond else ZERO
        # What the compensation covers is covered once, by the first fees.
        free = max(ZERO, free - self.before[key]) if free else ZERO
        return Bearer(key, self._get_overdue(line), self.before[key], free)
