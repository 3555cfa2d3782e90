from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CollectionCase(models.Model):
    """How long a closed case remembers persons."""

    _inherit = "collection.case"

    closed_date = fields.Date(string="Closed On", readonly=True, copy=False)
    anonymised_date = fields.Date(
        string="Anonymised On",
        readonly=True,
        copy=False,
        help="Since then nothing here names a person any more.",
    )

    _forget_idx = models.Index(
        "(company_id, closed_date) WHERE state = 'closed' AND anonymised_date IS NULL"
    )

    def _find_over(self, company, today):
        """Closed cases of a company whose retention period is over, oldest first.

        The days are those of :func:`..core.retention.forget_on`.
        """
        months = company.collection_retention_months
        if not months:
            return self.browse()
        self.env["collection.case"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM collection_case
                 WHERE company_id = %s
                   AND state = 'closed'
                   AND anonymised_date IS NULL
                   AND closed_date + make_interval(months => %s) <= %s
                 ORDER BY closed_date, id
                """,
                company.id,
                months,
                today,
            )
        )
        return self.browse(row[0] for row in rows)

    def _get_persons(self):
        """``{case: people who were written to, spoken with, or wrote}``"""
        self.env["mail.message"].flush_model(["author_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT case_id, contact_id FROM collection_action
                 WHERE case_id = ANY(%(ids)s) AND contact_id IS NOT NULL
                 UNION
                SELECT message.res_id, message.author_id FROM mail_message message
                 WHERE message.model = 'collection.case'
                   AND message.res_id = ANY(%(ids)s)
                   AND message.author_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM res_users
                                    WHERE res_users.partner_id = message.author_id
                                      AND NOT res_users.share)
                """,
                ids=self.ids,
            )
        )
        persons = dict.fromkeys(self, self.env["res.partner"])
        for case_id, partner_id in rows:
            persons[self.browse(case_id)] |= self.env["res.partner"].browse(partner_id)
        return persons

    def _get_cases_of_person(self, person):
        """Cases of the user's companies in which a person appears."""
        actions = Domain("action_ids.contact_id", "=", person.id)
        messages = Domain("message_ids.author_id", "=", person.id)
        return self.search(actions | messages)
