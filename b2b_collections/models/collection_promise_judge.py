from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import promise as core
from ..core.decide import exact

# What is entered or taken back later still changes what a promise came to: bank
# statements and matches are often some weeks late. After that only while an item of it
# is open, where payments may be shared with other promises.
DAYS_OF_GRACE = 60
JUDGED = """
    SELECT promise.id, promise.state, promise.currency_id,
           promise.amount, promise.date_made, promise.date_promised,
           promise.date_last, COALESCE(promise.tolerance_amount, 0),
           COALESCE(promise.known_key, 0), COALESCE(promise.amount_paid, 0),
           COALESCE(promise.amount_other, 0), COALESCE(promise.amount_missing, 0),
           line.id, line.item_id, COALESCE(line.amount, 0),
           COALESCE(line.amount_left, 0), hold.id,
           hold.end_kind IS NULL AND hold.date_until >= %(day)s,
           hold.id IS NULL OR COALESCE(hold.end_kind, '') = 'settled',
           CASE WHEN ledger.parent_state = 'posted'
                THEN GREATEST(ledger.amount_residual_currency, 0) ELSE 0 END,
           promise.partner_id,
           ledger.parent_state = 'posted' AND move.payment_state = 'in_payment'
               AND ledger.reconciled IS NOT TRUE
      FROM collection_promise promise
      JOIN collection_promise_line line ON line.promise_id = promise.id
      JOIN collection_item item ON item.id = line.item_id
      JOIN account_move_line ledger ON ledger.id = item.move_line_id
      JOIN account_move move ON move.id = ledger.move_id
      LEFT JOIN collection_hold hold ON hold.id = line.hold_id
     WHERE promise.id IN (%(promises)s)
     ORDER BY promise.id, line.id
"""


# Items change hands, or come back in a new case: their promises go with them.
FOLLOW_ITEMS = """
    UPDATE collection_promise promise
       SET case_id = item.case_id, partner_id = item.partner_id
      FROM collection_promise_line line
      JOIN collection_item item ON item.id = line.item_id AND item.state = 'open'
     WHERE line.promise_id = promise.id
       AND promise.company_id = %(company)s
       AND promise.state IN %(states)s
       AND item.case_id != promise.case_id
"""


class Line(NamedTuple):
    """One item of a promise as it stands in the database."""

    key: int
    item: int
    amount: float
    left: float
    hold: int | None
    is_held: bool
    may_be_held: bool


class Found(NamedTuple):
    """A promise as it stands in the database, and its facts as the core takes them."""

    state: str
    currency: int
    numbers: tuple
    facts: core.Promise
    lines: tuple
    partner: int


class CollectionPromise(models.Model):
    """What became of promises: read, judged and written in sets."""

    _inherit = "collection.promise"

    @api.model
    def _judge_company(self, company, day, cases=None):
        """See what the promises of a company came to by ``day``; the nightly run.

        A fixed number of queries, however many there are. Holds and decisions follow;
        nobody is contacted.

        :param cases: only those of these cases; ``None``: all of the company
        :return: the promises whose state has changed
        """
        self.env.flush_all()
        states = (core.OPEN, *core.ENDED)
        self.env.cr.execute(SQL(FOLLOW_ITEMS, company=company.id, states=states))
        self.invalidate_model(["case_id", "partner_id"], flush=False)
        company_domain = Domain("company_id", "=", company.id)
        recent = fields.Date.subtract(day, days=DAYS_OF_GRACE)
        ended = Domain("state", "in", core.ENDED) & (
            Domain("date_last", ">=", recent)
            | Domain("line_ids.item_id.state", "=", "open")
        )
        domain = company_domain & (self._get_running_domain() | ended)
        if cases is not None:
            domain &= Domain("case_id", "in", cases.ids)
        return self._judge(domain, day)

    @api.model
    def _judge_items(self, items):
        """See what the promises over these items came to, and decide anew."""
        day = self.env["collection.action"]._get_today()
        states = (core.OPEN, *core.ENDED)
        domain = Domain("line_ids.item_id", "in", items.ids)
        mine = self.search(domain & Domain("state", "in", states))
        # With those that share an item with one of them.
        shared = Domain("line_ids.item_id", "in", mine.line_ids.item_id.ids)
        changed = self._judge(shared & Domain("state", "in", states), day)
        # Amounts on hold may have changed without any state having done so.
        mine.case_id._after_hold_change(self.env._("A promise has changed."))
        return changed

    @api.model
    def _judge(self, domain, day):
        self.env.flush_all()
        found, still_open = self._load_judged(domain, day)
        if not found:
            return self
        items = self.env["collection.item"].browse(still_open)
        since = min(one.facts.made for one in found.values())
        settlements = items._load_settlements(since)
        groups = defaultdict(list)
        for one in found.values():
            # Promises that may share items.
            groups[one.partner, one.currency].append(one.facts)
        verdicts = {}
        for facts in groups.values():
            verdicts |= core.judge(facts, still_open, settlements, day)
        return self._apply(found, verdicts, day)

    @api.model
    def _load_judged(self, domain, day):
        """``{promise id: Found}``, and ``{item id: what is open of it}``."""
        query = self._search(domain, order="id")
        rows = self.env.execute_query(SQL(JUDGED, promises=query.select(), day=day))
        firsts, still_open, lines, coming = {}, {}, defaultdict(list), set()
        for row in rows:
            if row[21]:
                coming.add(row[0])
            line = Line(*row[12:19])
            lines[row[0]].append(line)
            still_open[line.item] = exact(row[19])
            firsts[row[0]] = row
        found = {
            key: _make_found(row, tuple(lines[key]), key in coming)
            for key, row in firsts.items()
        }
        return found, still_open


def _make_found(row, lines, is_coming):
    key, state, currency, amount, made, due, last, tolerance, known = row[:9]
    shares = tuple((line.item, exact(line.amount)) for line in lines)
    facts = core.Promise(
        key,
        exact(amount),
        made,
        due,
        last,
        shares,
        exact(tolerance),
        known,
        is_coming,
    )
    return Found(state, currency, tuple(map(exact, row[9:12])), facts, lines, row[20])
