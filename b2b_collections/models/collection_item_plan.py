from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.decide import exact
from ..core.plan_dates import covering_dates


class CollectionItem(models.Model):
    """When items are to be paid by agreement; their due dates stay as they are."""

    _inherit = "collection.item"

    date_plan = fields.Date(
        string="Plan Date",
        readonly=True,
        help="Day on which the active payment plan settles the last of it. The due "
        "date of the invoice stays as it is.",
    )

    _plan_date_idx = models.Index("(company_id) WHERE date_plan IS NOT NULL")

    @api.model
    def _publish_plan_dates(self, companies):
        """Write the plan dates of all items of these companies, where they changed."""
        self.env["collection.plan"].flush_model()
        self.env["collection.plan.item"].flush_model()
        self.env["collection.plan.line"].flush_model()
        self.flush_model(["state", "amount_residual", "date_plan", "date_due"])
        items, now = self._read_plan_items(companies)
        instalments = self._read_instalments(list(items))
        wanted = {}
        for plan_id, rows in items.items():
            residuals = [exact(residual) for _item_id, residual in rows]
            dates = covering_dates(residuals, instalments[plan_id])
            wanted |= {row[0]: day for row, day in zip(rows, dates, strict=True)}
        changes = {key: None for key in now if key not in wanted}
        changes |= {
            key: day for key, day in wanted.items() if day != now.get(key) and day
        }
        self._write_plan_dates(changes)

    def _read_plan_items(self, companies):
        """``({plan id: [(item id, residual)]}, {item id: plan date as it stands})``"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT plan.id, item.id, item.amount_residual
                  FROM collection_plan plan
                  JOIN collection_plan_item own ON own.plan_id = plan.id
                  JOIN collection_item item ON item.id = own.item_id
                 WHERE plan.company_id = ANY(%s)
                   AND plan.state = 'active'
                   AND item.state = 'open'
                 ORDER BY plan.id, item.date_due, item.id
                """,
                companies.ids,
            )
        )
        found = defaultdict(list)
        for plan_id, *item in rows:
            found[plan_id].append(item)
        now = self.env.execute_query(
            SQL(
                """
                SELECT id, date_plan FROM collection_item
                 WHERE company_id = ANY(%s) AND date_plan IS NOT NULL
                """,
                companies.ids,
            )
        )
        return found, dict(now)

    def _read_instalments(self, plan_ids):
        """``{plan id: [(date, amount to be paid towards items)]}``"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT plan_id, date,
                       GREATEST(0, amount - COALESCE(amount_interest, 0)
                                - COALESCE(amount_fee, 0)
                                - COALESCE(amount_reduced, 0)
                                - COALESCE(amount_paid, 0))
                  FROM collection_plan_line
                 WHERE plan_id = ANY(%s)
                 ORDER BY plan_id, date, id
                """,
                plan_ids,
            )
        )
        found = defaultdict(list)
        for plan_id, day, amount in rows:
            found[plan_id].append((day, exact(amount)))
        return found

    def _write_plan_dates(self, changes):
        if not changes:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_item item
                   SET date_plan = new.day
                  FROM (VALUES %s) AS new (id, day)
                 WHERE item.id = new.id
                """,
                SQL(", ").join(
                    SQL("(%s, %s::date)", key, day) for key, day in changes.items()
                ),
            )
        )
        self.invalidate_model(["date_plan"], flush=False)
