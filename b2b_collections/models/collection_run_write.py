from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .collection_run_sync import ITEM, NEW_ITEM

TOTALS = (
    "level_id",
    "stage_id",
    "amount_open",
    "amount_overdue",
    "amount_credit",
    "oldest_due_date",
    "priority",
    "item_count",
    "next_date",
    "has_contact_problem",
)
CONTACT_PROBLEMS = (
    "no_email",
    "email_failed",
    "opted_out",
    "no_address",
    "address_failed",
    "no_phone",
    "phone_failed",
)


class CollectionRun(models.Model):
    """What the decisions leave on items, cases, invoices and debtors, in sets."""

    _inherit = "collection.run"

    def _forget_todo(self):
        """Cases that an older run of the company left undone are decided anew."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case SET todo_run_id = NULL
                 WHERE company_id = %s AND todo_run_id IS NOT NULL
                """,
                self.company_id.id,
            )
        )

    def _sum_case(self, case, items, decisions, debtor):
        """Return ``(case id, changed, to act on, *TOTALS)`` of one case."""
        today = self.date
        overdue = [item for item in items if item.due < today]
        rounded = self.company_id.currency_id.round
        levels = [(i.level_days, i.level_id) for i in items if i.level_id]
        level_id = max(levels)[1] if levels else None
        dates = [d.until for d in decisions.values() if d.verdict == "wait" and d.until]
        dates += self._get_ends_of_holds(items)
        totals = (
            level_id,
            self._follow_stage(case, level_id),
            rounded(sum(item.residual_company for item in items)),
            rounded(sum(item.residual_company for item in overdue)),
            rounded(sum(company for _amount, company in debtor.credits.values())),
            min((item.due for item in items), default=None),
            sum(i.residual_company * (today - i.due).days for i in overdue),
            len(items),
            min(dates, default=None),
            any(d.code in CONTACT_PROBLEMS for d in decisions.values()),
        )
        changed = totals != tuple(case[name] for name in TOTALS)
        chased = any(d.verdict == "chase" for d in decisions.values())
        return (case["id"], changed, chased, *totals)

    def _follow_stage(self, case, level_id):
        """Stage of the case: that of its highest level, unless a person moved it."""
        if level_id == case["level_id"]:
            return case["stage_id"]
        if case["stage_id"] != self._get_level_stage_id(case["level_id"]):
            return case["stage_id"]
        return self._get_level_stage_id(level_id)

    def _get_level_stage_id(self, level_id):
        if not level_id:
            return self._get_first_stage_id()
        return self.env["collection.level"].browse(level_id).stage_id.id

    def _write_decisions(self, changes, tables=(ITEM, NEW_ITEM)):
        """
        :param changes: list of ``(item id, *Decision)``
        :param tables: where the items are; those of a run may be new
        """
        alike = defaultdict(list)
        for item_id, *decision in changes:
            alike[tuple(decision)].append(item_id)
        if not alike:
            return
        rows = SQL(", ").join(
            SQL("(%s, %s, %s::int, %s::date, %s, %s::int[])", *decision, item_ids)
            for decision, item_ids in alike.items()
        )
        for table in tables:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s item
                       SET verdict = new.verdict,
                           reason_code = new.code,
                           next_level_id = new.level_id,
                           next_date = new.until,
                           reason_detail = new.detail,
                           decided_on = %(date)s,
                           decision_run = %(run)s,
                           decision_date = CASE
                               WHEN item.reason_code IS DISTINCT FROM new.code
                               THEN %(date)s ELSE item.decision_date END
                      FROM (SELECT verdict, code, level_id, until, detail,
                                   unnest(item_ids) AS item_id
                              FROM (VALUES %(rows)s) AS decision (
                                   verdict, code, level_id, until, detail, item_ids)
                           ) new
                     WHERE item.id = new.item_id
                    """,
                    table=table,
                    rows=rows,
                    date=self.date,
                    run=self._origin.id or None,
                )
            )

    def _write_case_totals(self, totals):
        """Write what changed, and which cases this run is to act on."""
        rows = [
            (case_id, self.id if chased else None, *values)
            for case_id, changed, chased, *values in totals
            if changed or chased
        ]
        if rows:
            self.env.cr.execute_values(
                """
                UPDATE collection_case held
                   SET todo_run_id = new.todo_run_id,
                       level_id = new.level_id,
                       stage_id = new.stage_id,
                       amount_open = new.amount_open,
                       amount_overdue = new.amount_overdue,
                       amount_credit = new.amount_credit,
                       oldest_due_date = new.oldest_due_date,
                       priority = new.priority,
                       item_count = new.item_count,
                       next_date = new.next_date,
                       has_contact_problem = new.has_contact_problem
                  FROM (VALUES %s) AS new (
                       id, todo_run_id, level_id, stage_id, amount_open,
                       amount_overdue, amount_credit, oldest_due_date, priority,
                       item_count, next_date, has_contact_problem)
                 WHERE held.id = new.id
                """,
                rows,
                template="(%s, %s::int, %s::int, %s::int, %s, %s, %s, %s::date, %s,"
                " %s, %s::date, %s)",
                page_size=len(rows),
            )

    def _mark_thanks(self):
        """Cases whose debtor is to be thanked are to be acted on as well."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case SET todo_run_id = %s
                 WHERE company_id = %s
                   AND id IN (SELECT case_id FROM collection_item WHERE thanks_due)
                """,
                self.id,
                self.company_id.id,
            )
        )
