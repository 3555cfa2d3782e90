from odoo import fields, models
from odoo.tools import SQL

DUE = """
    UPDATE collection_matter_deadline deadline
       SET state = 'missed', missed_on = %(day)s
      FROM collection_matter matter
     WHERE matter.id = deadline.matter_id
       AND deadline.company_id = %(company)s
       AND deadline.state = 'open'
       AND deadline.date < %(day)s
       AND matter.state NOT IN ('closed', 'cancelled')
 RETURNING deadline.id
"""


class CollectionMatterDeadline(models.Model):
    _inherit = "collection.matter.deadline"

    def _remind(self, day):
        """Tasks for those whose reminder has come."""
        self.filtered(
            lambda one: fields.Date.subtract(one.date, days=one.reminder_days) <= day
        )._schedule_tasks()

    def _find_due(self, company, day):
        """Open ones without a task whose reminder has come."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT deadline.id
                  FROM collection_matter_deadline deadline
                  JOIN collection_matter matter ON matter.id = deadline.matter_id
                 WHERE deadline.company_id = %s
                   AND deadline.state IN ('open', 'missed')
                   AND deadline.activity_id IS NULL
                   AND deadline.date - deadline.reminder_days <= %s
                   AND matter.state NOT IN ('closed', 'cancelled')
                 ORDER BY deadline.id
                """,
                company.id,
                day,
            )
        )
        return self.browse(row[0] for row in rows)

    def _note_missed(self, company, day):
        """Whose day has passed; it is journalled once."""
        self.flush_model()
        rows = self.env.execute_query(SQL(DUE, company=company.id, day=day))
        missed = self.browse(row[0] for row in rows)
        missed.invalidate_recordset(["state", "missed_on"], flush=False)
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": company.id,
                    "case_id": deadline.case_id.id,
                    "event": "matter_deadline_missed",
                    "detail": f"{deadline.matter_id.name}: {deadline.name}",
                    "data": {
                        "matter": deadline.matter_id.id,
                        "deadline": deadline.id,
                        "date": deadline.date,
                    },
                }
                for deadline in missed
            ]
        )


class CollectionMatter(models.Model):
    _inherit = "collection.matter"

    def _follow_cases(self):
        """Items that were opened again may have a new case."""
        for matter in self.filtered(lambda one: one.case_id.state == "closed"):
            case = matter.item_ids.item_id.filtered(
                lambda item: item.state == "open"
            ).case_id
            if len(case) == 1:
                matter.case_id = case
