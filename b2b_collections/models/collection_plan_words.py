from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

from ..reports.agreement import Clause
from ..reports.formatting import fill_html


class CollectionPlan(models.Model):
    """The clauses of the agreement, and the words in braces that they can use."""

    _inherit = "collection.plan"

    def _prepare_clauses(self, formatter, clauses):
        values = self._get_clause_values(formatter)
        return [
            Clause(
                heading=fill_html(Markup.escape(clause.name), values),
                body=fill_html(clause.body, values),
            )
            for clause in clauses
            if clause._stands_in(self) and not is_html_empty(clause.body)
        ]

    def _get_clause_placeholders(self):
        """``{placeholder: what it means}`` of the clauses."""
        _ = self.env._
        return {
            "creditor": _("Name of the company"),
            "debtor": _("Name of the debtor"),
            "number": _("Number of the plan"),
            "date": _("Date of the agreement"),
            "debt": _("Sum of the items"),
            "total": _("Sum of the instalments"),
            "instalment_count": _("Number of instalments"),
            "first_date": _("Date of the first instalment"),
            "last_date": _("Date of the last instalment"),
            "discount": _("Settlement discount"),
            "interest": _("Interest in the instalments"),
            "interest_rate": _("Interest rate in percent a year"),
            "fee": _("Fee"),
            "grace_days": _("Working days of grace"),
            "default_days": _("Days from the warning to the end of the plan"),
            "previous": _("Number of the plan that this one replaces"),
            "contact_us": _("How to reach the collector"),
        }

    def _get_clause_values(self, formatter):
        """``{placeholder: text}`` for the clauses, in the language of the formatter."""
        dates = self.line_ids.mapped("date")
        company = self.company_id

        def money(amount):
            return formatter.money(amount, self.currency_id)

        reach = company._get_contact_placeholders(formatter, self.case_id.user_id)
        return {
            "creditor": company.name or "",
            "debtor": self.partner_id.name or "",
            "number": self.name or "",
            "date": formatter.long_date(self.date_start),
            "debt": money(self.amount_items),
            "total": money(self.amount_total),
            "instalment_count": str(len(self.line_ids)),
            "first_date": formatter.long_date(min(dates, default=None)),
            "last_date": formatter.long_date(max(dates, default=None)),
            "discount": money(self.amount_discount),
            "interest": money(self.amount_interest),
            "interest_rate": formatter.percent(self.interest_rate),
            "fee": money(self.fee),
            "grace_days": str(self.grace_days),
            "default_days": str(self.default_days),
            "previous": self.previous_id.name or "",
            "contact_us": reach["contact_us"],
        }
