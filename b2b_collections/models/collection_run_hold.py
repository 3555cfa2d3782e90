from collections import Counter, defaultdict
from datetime import date

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.amounts import exact, held_amount, held_company
from ..core.decide import ItemFacts
from ..core.holds import ONE_DAY, company_share
from .collection_hold_facts import find_held
from .collection_run_sync import ITEM, NEW_ITEM

HELD = 1 + ItemFacts._fields.index("held")


class CollectionRun(models.Model):
    """What holds have to do with a run: they are read, shown, and come to their end."""

    _inherit = "collection.run"

    def _add_holds(self, rows, case_ids):
        """Put what is held into rows of ``_load_items``, for those that had holds."""
        facts = self.env["collection.hold"]._read_facts(case_ids)
        if not facts:
            return rows
        return [
            (*row[:HELD], self._find_held(facts, row), *row[HELD + 1 :])
            if row[0] in facts
            else row
            for row in rows
        ]

    def _find_held(self, facts, row):
        case_id, item = row[0], ItemFacts._make(row[1 : len(ItemFacts._fields) + 1])
        return find_held(facts, case_id, item.key, item.residual, self.date)

    def _get_ends_of_holds(self, items):
        """Days on which less may be held of some item."""
        return [
            item.held.until + ONE_DAY
            for item in items
            if held_amount(item) and item.held.until not in (None, date.max)
        ]

    def _write_held(self, case_ids, items, tables=(ITEM, NEW_ITEM)):
        """Leave on items and holds what is held now, where it changed.

        :param items: :class:`..core.decide.ItemFacts` of all open items of the cases
        """
        held = [item for item in items if held_amount(item)]
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_item
                   SET amount_held = 0, amount_held_company = 0, hold_until = NULL
                 WHERE case_id = ANY(%s) AND amount_held > 0 AND id != ALL(%s)
                """,
                list(case_ids),
                [item.key for item in held],
            )
        )
        for table in tables if held else ():
            self._write_held_items(table, held)
        self._write_hold_amounts(case_ids, held)

    def _write_held_items(self, table, held):
        rounded = self.company_id.currency_id.round
        rows = SQL(", ").join(
            SQL(
                "(%s, %s::numeric, %s::numeric, %s::date)",
                item.key,
                item.held.amount,
                rounded(float(held_company(item))),
                item.held.until,
            )
            for item in held
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE %s item
                   SET amount_held = new.amount,
                       amount_held_company = new.company,
                       hold_until = new.until
                  FROM (VALUES %s) AS new (id, amount, company, until)
                 WHERE item.id = new.id
                   AND (item.amount_held, item.amount_held_company, item.hold_until)
                       IS DISTINCT FROM (new.amount, new.company, new.until)
                """,
                table,
                rows,
            )
        )

    def _write_hold_amounts(self, case_ids, held):
        """Each hold shows its own share, so that their sum is what is held."""
        amounts, in_company = defaultdict(Counter), Counter()
        for item in held:
            residual, company = exact(item.residual), exact(item.residual_company)
            for key, share in item.held.shares:
                amounts[key][item.currency] += share
                in_company[key] += company_share(share, residual, company)
        rounded = self.company_id.currency_id.round
        rows = [(0, None, None, None)] + [
            # Of several currencies there is no one amount.
            (key, *next(iter(found.items())), rounded(float(in_company[key])))
            if len(found) == 1
            else (key, None, 0, rounded(float(in_company[key])))
            for key, found in amounts.items()
        ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_hold hold
                   SET amount_held = COALESCE(new.amount, 0),
                       amount_held_company = COALESCE(new.company, 0),
                       currency_id = CASE WHEN hold.item_id IS NULL
                                          THEN new.currency ELSE hold.currency_id END
                  FROM collection_hold same
                  LEFT JOIN (VALUES %s) AS new (id, currency, amount, company)
                         ON new.id = same.id
                 WHERE same.id = hold.id
                   AND hold.case_id = ANY(%s)
                   AND (COALESCE(hold.amount_held_company, 0), hold.amount_held)
                       IS DISTINCT FROM (COALESCE(new.company, 0), new.amount)
                """,
                SQL(", ").join(
                    SQL("(%s, %s::int, %s::numeric, %s::numeric)", *row) for row in rows
                ),
                list(case_ids),
            )
        )
        self.env["collection.hold"].invalidate_model(
            ["amount_held", "amount_held_company", "currency_id"], flush=False
        )

    def _end_holds(self):
        """Holds go with their items; what is paid, or has had its days, ends.

        A run for a day to come does not end what still holds today.
        """
        running = self.env["collection.hold"].search(
            [("company_id", "=", self.company_id.id), ("end_kind", "=", False)]
        )
        if not running:
            return
        running._follow_items()
        day = min(self.date, self.env["collection.action"]._get_today())
        settled = running.filtered(
            lambda hold: hold.item_id and hold.item_id.state != "open"
        )
        settled._settle(day)
        over = (running - settled).filtered(
            lambda hold: hold.date_until and hold.date_until < day
        )
        over._end("expired", self.env._("The review date has passed"), day)
        (running - settled - over)._report_payments(day)

    def _get_held_amount(self, plan):
        """What a message lists and does not ask for, company currency."""
        held = float(sum(part.company for part in plan.held.values()))
        return self.company_id.currency_id.round(held)

    def _summarise_held(self):
        """What holds keep back, whole items and parts: items and company amount."""
        Item = self.env["collection.item"]
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("state", "=", "open") & Domain("amount_held", ">", 0)
        ((items, amount),) = Item._read_group(
            domain, [], ["__count", "amount_held_company:sum"]
        )
        return {"items": items, "amount": amount or 0.0}

    @api.model
    def _decide_again(self, cases):
        """Say anew what happens to the items of these cases, out of turn.

        Decisions only: whoever has to be contacted is contacted by the next run.
        """
        today = self.env["collection.action"]._get_today()
        open_cases = cases.filtered(lambda case: case.state == "open")
        self.env.flush_all()
        for company, own in open_cases.grouped("company_id").items():
            run = self.new({"company_id": company.id, "date": today})
            run._redecide(own.ids)
        self.env["collection.item"].invalidate_model(flush=False)

    def _redecide(self, case_ids):
        changes, everything = [], []
        for _case_id, items, _debtor, _rules, decisions in self._decide_saved(case_ids):
            changes += [(item.key, *decisions[item.key]) for item in items]
            everything += items
        self._write_decisions(changes, (ITEM,))
        self._write_held(case_ids, everything, (ITEM,))
