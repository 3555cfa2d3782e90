from odoo import api, models
from odoo.tools import SQL

DOCUMENTS = """
    SELECT attachment.id FROM ir_attachment attachment
     WHERE attachment.res_model = 'collection.case' AND attachment.res_id = ANY(%(ids)s)
        OR attachment.res_model = 'collection.hold' AND attachment.res_id IN (
           SELECT id FROM collection_hold WHERE case_id = ANY(%(ids)s))
        OR attachment.res_model = 'collection.dispute' AND attachment.res_id IN (
           SELECT id FROM collection_dispute WHERE case_id = ANY(%(ids)s))
        OR attachment.res_model = 'collection.action' AND attachment.res_id IN (
           SELECT id FROM collection_action WHERE case_id = ANY(%(ids)s))
"""


class CollectionPrivacy(models.AbstractModel):
    """Forgetting: values, salts, documents, authors."""

    _inherit = "collection.privacy"

    @api.model
    def _forget_cases(self, cases):
        """Forget the persons of these closed cases; return ``{case id: counts}``.

        Facts stay: who was the debtor, when, over which channel, at which level, about
        which items and amounts, and the hashes of it all.
        """
        counts = self._count_by_case(cases)
        self._empty_values(("of_cases", {}), cases)
        self._drop_salts(SQL("case_id = ANY(%s)", cases.ids))
        self._drop_authors(
            SQL("model = 'collection.case' AND res_id = ANY(%s)", cases.ids)
        )
        self._drop_documents(self._find_documents(cases))
        tasks = [("res_model", "=", "collection.case"), ("res_id", "in", cases.ids)]
        self.env["mail.activity"].search(tasks).unlink()
        self.env.invalidate_all()
        cases.anonymised_date = self.env["collection.action"]._get_today()
        return counts

    @api.model
    def _forget_persons(self, persons, cases):
        """Forget these persons in closed cases; what others wrote of them stays."""
        scope = ("of_persons", {"persons": persons.ids})
        actions = self.env["collection.action"].search(
            [("case_id", "in", cases.ids), ("contact_id", "in", persons.ids)]
        )
        counts = {}
        for each in (scope, ("of_contacts", scope[1])):
            counts |= self._count_values(each, cases)
            self._empty_values(each, cases)
        self._drop_salts(
            SQL("contact_id = ANY(%s) AND case_id = ANY(%s)", persons.ids, cases.ids)
        )
        self._drop_authors(
            SQL(
                """model = 'collection.case' AND res_id = ANY(%s)
                   AND author_id = ANY(%s)""",
                cases.ids,
                persons.ids,
            )
        )
        self._drop_documents(actions.attachment_id)
        self.env.invalidate_all()
        return counts

    @api.model
    def _forget_contacts(self, persons):
        """Forget what contacts said and which of their addresses fail, where nothing
        else in collections speaks of them. That they declined a channel stays: it is
        what keeps them from being written to.
        """
        gone = persons._filter_without_case()
        scope = ("of_contacts", {"persons": gone.ids})
        none = self.env["collection.case"]
        counts = self._count_values(scope, none)
        self._empty_values(scope, none)
        self.env.invalidate_all()
        return counts

    def _count_by_case(self, cases):
        """``{case id: {"actions": n, "messages": n, "documents": n, "entries": n}}``"""
        queries = {
            "actions": "SELECT case_id FROM collection_action WHERE case_id = ANY(%s)",
            "messages": """SELECT res_id FROM mail_message
                            WHERE model = 'collection.case' AND res_id = ANY(%s)""",
            "documents": """SELECT case_id FROM collection_action
                             WHERE case_id = ANY(%s) AND attachment_id IS NOT NULL""",
            "entries": """SELECT case_id FROM collection_journal_entry
                           WHERE case_id = ANY(%s)""",
        }
        self.env.flush_all()
        counts = {case_id: dict.fromkeys(queries, 0) for case_id in cases.ids}
        for name, query in queries.items():
            rows = self.env.execute_query(
                SQL(
                    "SELECT case_id, COUNT(*) FROM (%s) AS found (case_id) GROUP BY 1",
                    SQL(query, cases.ids),
                )
            )
            for case_id, count in rows:
                counts[case_id][name] = count
        return counts

    def _drop_salts(self, condition):
        """Without its salt a digest in the journal proves and betrays nothing."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_journal_entry SET salt = NULL
                 WHERE salt IS NOT NULL AND %s
                """,
                condition,
            )
        )

    def _drop_authors(self, condition):
        """Messages of people who do not work here are by nobody from now on."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_message SET author_id = NULL
                 WHERE %s AND author_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM res_users
                                    WHERE res_users.partner_id = author_id
                                      AND NOT res_users.share)
                """,
                condition,
            )
        )

    def _find_documents(self, cases):
        """Letters, statements and what came in; not the invoices that were attached."""
        rows = self.env.execute_query(SQL(DOCUMENTS, ids=cases.ids))
        return self.env["ir.attachment"].browse(row[0] for row in rows)

    def _drop_documents(self, documents):
        if documents:
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE collection_action SET attachment_id = NULL
                     WHERE attachment_id = ANY(%s)
                    """,
                    documents.ids,
                )
            )
            self.env["collection.action"].invalidate_model(["attachment_id"])
            documents.unlink()
