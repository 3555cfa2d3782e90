import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

_logger = logging.getLogger(__name__)
# Debtors in a transaction: some hundred debit notes.
DEBTORS_AT_A_TIME = 100
PROBLEM_TASK = "b2b_collections.mail_act_charge_problem"


class CollectionCharge(models.Model):
    """The job: takes back what is unfounded, then drafts what is due by settings."""

    _inherit = "collection.charge"

    @api.model
    def _cron_charge(self):
        cases = self.env["collection.case"]._read_group([], ["company_id"])
        left = len(cases)
        self.env["ir.cron"]._commit_progress(remaining=left)
        for (company,) in cases:
            self._charge_company(company)
            left -= 1
            self.env["ir.cron"]._commit_progress(1, remaining=left)

    @api.model
    def _charge_company(self, company):
        """Correct and draft what is due for a company today."""
        records = self.with_company(company)
        records._find_correctable(company)._correct()
        until = records._get_due_day(company)
        if not until or (company.collection_charge_until or until) > until:
            return
        if company.collection_charge_until == until:
            return
        # What insolvent debtors owe is filed as a claim, and nobody writes to them.
        items = records._find_chargeable(
            company, until, [("partner_id.collection_insolvent_since", "=", False)]
        )
        partners = items.grouped("partner_id")
        for batch in split_every(DEBTORS_AT_A_TIME, partners.items(), list):
            group = items.browse(key for _partner, own in batch for key in own.ids)
            records._charge_safely(group, until)
        company.collection_charge_until = until

    @api.model
    def _get_due_day(self, company):
        """Day up to which the job charges today; ``None``: only people charge."""
        yesterday = self._get_today() - timedelta(days=1)
        if company.collection_charge_when == "night":
            return yesterday
        if company.collection_charge_when == "month":
            return self._get_today().replace(day=1) - timedelta(days=1)
        return None

    @api.model
    def _find_chargeable(self, company, until, domain=None):
        """Late items, open or paid not long ago, that may bear something.

        Not those of a payment plan with interest of its own, as long as it is kept.

        :param domain: further conditions on items
        """
        since = fields.Date.subtract(
            self._get_today(), days=company.collection_charge_closed_days
        )
        return self.env["collection.item"].search(
            Domain("company_id", "=", company.id)
            & Domain("is_charge", "!=", True)
            & Domain("date_due", "<", until)
            & Domain("id", "not in", self._find_items_of_plans(company).ids)
            & (
                Domain("state", "=", "open")
                | Domain("state", "=", "paid") & Domain("date_closed", ">=", since)
            )
            & Domain(domain or []),
            order="partner_id, date_due, id",
        )

    @api.model
    def _find_items_of_plans(self, company):
        parts = self.env["collection.plan.item"].search(
            Domain("plan_id.company_id", "=", company.id)
            & Domain("plan_id.state", "=", "active")
            & Domain("plan_id.amount_interest", ">", 0)
        )
        return parts.item_id

    def _charge_safely(self, items, until):
        """Debtors as one set; where it fails, each alone, and a person is told."""
        try:
            with self.env.cr.savepoint():
                self._charge(items, until)
        except UserError as error:
            partners = items.grouped("partner_id")
            if len(partners) == 1:
                self._note_problem(items, error)
                return
            for own in partners.values():
                self._charge_safely(own, until)

    def _note_problem(self, items, error):
        """Nothing was charged to this debtor, and why."""
        case = items.case_id[:1]
        _logger.info("Nothing charged to %s: %s", items.partner_id.id, error)
        if not case or case.activity_search([PROBLEM_TASK]):
            return
        case.with_context(mail_activity_quick_update=True).activity_schedule(
            PROBLEM_TASK,
            self._get_today(),
            summary=self.env._("Interest and fees could not be charged"),
            note=str(error),
            user_id=(case.user_id or case.company_id._get_collection_manager()).id,
        )
