from odoo import models
from odoo.tools import SQL, format_date

LATENESS = """
    SELECT COUNT(*), AVG(GREATEST(date_closed - date_due, 0))::int,
           COUNT(*) FILTER (WHERE date_closed > date_due)
      FROM collection_item
     WHERE company_id = %s AND partner_id = %s AND state = 'paid'
"""
REFERENCES = """
    SELECT DISTINCT move.ref
      FROM collection_item item JOIN account_move move ON move.id = item.move_id
     WHERE item.case_id = %s AND item.state = 'open' AND move.ref > ''
     ORDER BY move.ref LIMIT 5
"""
CONTACTS = """
    SELECT COUNT(*) FILTER (WHERE action.channel IN ('mail', 'letter')
                              AND action.is_incoming IS NOT TRUE),
           MAX(action.date) FILTER (WHERE action.channel IN ('mail', 'letter')),
           MIN(action.date) FILTER (
               WHERE action.outcome IN ('reached', 'promised', 'disputed')),
           COUNT(DISTINCT action.contact_id)
      FROM collection_action action
     WHERE action.case_id = %s AND action.state = 'done'
"""
ANSWERED = """
    SELECT MIN(moment)::date FROM collection_journal_entry
     WHERE case_id = %s AND event = 'replied'
"""
SEASON = """
    SELECT EXTRACT(month FROM date_invoice)::int
      FROM collection_item
     WHERE company_id = %s AND partner_id = %s AND date_invoice IS NOT NULL
     GROUP BY 1 HAVING COUNT(*) > 2 ORDER BY COUNT(*) DESC, 1 LIMIT 1
"""


class CollectionCase(models.Model):
    """What ledger and journal know about the questions of the checklist."""

    _inherit = "collection.case"

    def _get_evidence_hints(self):
        """``{code of a question: hint in words}`` for one case, in five queries."""
        self.ensure_one()
        self.env.flush_all()
        whose = (self.company_id.id, self.partner_id.id)
        ask = self.env.execute_query
        hints = {
            "purchase_order": self._describe_references(ask(SQL(REFERENCES, self.id))),
            "lateness": self._describe_lateness(*ask(SQL(LATENESS, *whose))[0]),
            "season": self._describe_season(ask(SQL(SEASON, *whose))),
        }
        ((answered,),) = ask(SQL(ANSWERED, self.id))
        hints |= self._describe_contacts(*ask(SQL(CONTACTS, self.id))[0], answered)
        return {code: words for code, words in hints.items() if words}

    def _describe_references(self, rows):
        return rows and self.env._(
            "References of the customer: %(refs)s", refs=", ".join(r[0] for r in rows)
        )

    def _describe_lateness(self, paid, days, late):
        return paid and self.env._(
            "%(late)s of %(paid)s paid items were late, by %(days)s days on average",
            late=late,
            paid=paid,
            days=days,
        )

    def _describe_season(self, rows):
        if not rows:
            return False
        # The 15th: no time zone moves it to another month.
        month = format_date(self.env, f"2024-{rows[0][0]:02}-15", date_format="LLLL")
        return self.env._("Buys most in %(month)s", month=month)

    def _describe_contacts(self, written, last, reached, people, answered):
        """What the journal knows: whom we reached, and who answered."""
        _ = self.env._
        first = min((day for day in (reached, answered) if day), default=None)
        return {
            "correspondence": written
            and _(
                "Messages in the journal: %(count)s, the last on %(date)s",
                count=written,
                date=format_date(self.env, last),
            ),
            "right_people": people
            and _("Contacts written to or called: %(count)s", count=people),
            "first_answer": first
            and _("First answer on %(date)s", date=format_date(self.env, first)),
        }
