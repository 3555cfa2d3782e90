from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from ..core.decide import exact
from .collection_item_settled import MONEY_JOURNALS
from .collection_placement import PLACED

ZERO = Decimal(0)
AMOUNTS = ("amount_agency", "amount_direct", "amount_credited", "amount_open")
# What is open of the items; a document that is not posted has nothing open.
OPEN = """
    SELECT part.id, line.id, part.settled_key,
           CASE WHEN line.parent_state = 'posted'
                THEN line.amount_residual_currency ELSE 0 END
      FROM collection_placement_line part
      JOIN collection_item item ON item.id = part.item_id
      JOIN account_move_line line ON line.id = item.move_line_id
     WHERE part.placement_id = ANY(%(placements)s)
"""
PAID = """
    SELECT partial.debit_move_id, partial.id, move.id, partial.debit_amount_currency,
           journal.type IN %(money)s AND move.move_type != 'out_refund'
      FROM account_partial_reconcile partial
      JOIN account_move_line line ON line.id = partial.credit_move_id
      JOIN account_move move ON move.id = line.move_id
      JOIN account_journal journal ON journal.id = move.journal_id
     WHERE partial.debit_move_id = ANY(%(lines)s)
"""


class CollectionPlacement(models.Model):
    """What became of the items since they were placed, read in two queries.

    Recovered by the agency is what the entries of its accepted receipts settle, paid
    to us is other money, and what else has gone of an item was credited, cancelled or
    written off. What ended keeps what it came to; only receipts that are accepted
    late still count.
    """

    _inherit = "collection.placement"

    ended_key = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Last reconciliation of the ledger when the placement ended.",
    )

    def _update_amounts(self):
        """Read from the ledger what became of the items, in sets.

        Called by each run, by a button, and by whatever accepts receipts.
        """
        placed = self.filtered("date_placed")
        if not placed:
            return
        placed.line_ids.fetch(["placement_id", "amount_placed", *AMOUNTS])
        self.env.flush_all()
        rows = self.env.execute_query(SQL(OPEN, placements=placed.ids))
        settled = self._load_settled({row[1] for row in rows})
        receipts = placed._load_receipt_moves()
        Line = self.env["collection.placement.line"]
        for line_id, move_line_id, key, residual in rows:
            line = Line.browse(line_id)
            own = receipts.get(line.placement_id.id, ())
            since = [one for one in settled.get(move_line_id, ()) if one[0] > key]
            line._note_amounts(since, own, exact(residual))

    def _load_settled(self, line_ids):
        """``{move line id: [(key, move id, amount, is money)]}``"""
        rows = self.env.execute_query(
            SQL(PAID, lines=list(line_ids), money=MONEY_JOURNALS)
        )
        found = defaultdict(list)
        for line_id, key, move_id, amount, is_money in rows:
            found[line_id].append((key, move_id, exact(amount), is_money))
        return found

    def _get_last_key(self):
        # The highest key of the whole ledger, which its users need not see.
        Partial_sudo = self.env["account.partial.reconcile"].sudo()
        return Partial_sudo.search([], order="id desc", limit=1).id or 0


class CollectionPlacementLine(models.Model):
    _inherit = "collection.placement.line"

    def _note_amounts(self, settled, receipts, residual):
        """Write what changed.

        :param settled: ``[(key, move id, amount, is money)]`` since it was placed
        :param receipts: ids of the entries of accepted receipts
        :param residual: what is open today
        """
        placement = self.placement_id
        is_running = placement.state in (*PLACED, "settled")
        placed = exact(self.amount_placed)
        agency = sum((one[2] for one in settled if one[1] in receipts), ZERO)
        direct = sum(
            (
                amount
                for key, move_id, amount, is_money in settled
                if is_money
                and move_id not in receipts
                and (
                    is_running or not placement.ended_key or key <= placement.ended_key
                )
            ),
            ZERO,
        )
        if is_running:
            credited = max(ZERO, placed - agency - direct - residual)
            rest = residual
        else:
            credited = exact(self.amount_credited)
            rest = max(ZERO, placed - agency - direct - credited)
        amounts = map(float, (agency, direct, credited, rest))
        changed = {
            name: amount
            for name, amount in zip(AMOUNTS, amounts, strict=True)
            if self.currency_id.compare_amounts(self[name], amount)
        }
        if changed:
            self.write(changed)
