from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from .collection_case_credit import BLOCK, FREE, RELEASED, WARN


class CreditStanding(NamedTuple):
    """What may be done with a debtor in a company today.

    :ivar state: ``free``, ``warn``, ``block`` or ``released``
    :ivar case: collection.case, as superuser
    :ivar releases: collection.credit.release in force, as superuser
    """

    state: str
    case: models.Model
    releases: models.Model


class ResPartner(models.Model):
    """Whether new business with a debtor is warned of or waits."""

    _inherit = "res.partner"

    collection_credit_state = fields.Selection(
        [
            (FREE, "Free"),
            (WARN, "Warned"),
            (BLOCK, "Blocked"),
            (RELEASED, "Released"),
        ],
        string="New Business",
        compute="_compute_collection_credit",
        groups="base.group_user",
    )
    collection_credit_reason = fields.Char(
        string="Why",
        compute="_compute_collection_credit",
        groups="base.group_user",
    )

    @api.depends("commercial_partner_id.collection_case_ids.stage_id")
    @api.depends_context("company", "collection_date", "tz", "lang")
    def _compute_collection_credit(self):
        standings = self._get_credit_standings(self.env.company)
        for partner in self:
            standing = standings[partner]
            partner.collection_credit_state = standing.state
            partner.collection_credit_reason = partner._word_credit(standing)

    def _get_credit_standings(self, company):
        """``{partner: CreditStanding}`` in a company, in a fixed number of queries.

        Whoever sells to a debtor has to know, also who may see nothing else of his
        case: so this reads as superuser, and its words name stage and collector only.
        """
        self.check_access("read")
        cases_sudo = (
            self.env["collection.case"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("state", "=", "open"),
                ]
            )
        )
        by_debtor = {case.partner_id.id: case for case in cases_sudo}
        releases = cases_sudo._get_credit_releases().grouped("case_id")
        nothing = cases_sudo.browse()
        return {
            partner: partner._get_credit_standing(
                by_debtor.get(partner.commercial_partner_id.id, nothing), releases
            )
            for partner in self
        }

    def _get_credit_standing(self, case_sudo, releases):
        none = self.env["collection.credit.release"].sudo()
        own = releases.get(case_sudo, none)
        return CreditStanding(case_sudo.credit_state or FREE, case_sudo, own)

    def _word_credit(self, standing):
        """Why, and whom to ask; empty while business is free."""
        if standing.state == FREE:
            return False
        values = {
            "debtor": standing.case.partner_id.name,
            "stage": standing.case.stage_id.name,
            "collector": standing.case.user_id.name
            or self.env._("the collections department"),
        }
        if standing.state == RELEASED:
            release = standing.releases[:1]
            return self.env._(
                "%(debtor)s has overdue invoices (%(stage)s); new business was "
                "released by %(user)s until %(day)s.",
                debtor=values["debtor"],
                stage=values["stage"],
                user=release.user_id.name,
                day=format_date(self.env, release.date_until),
            )
        if standing.state == BLOCK:
            return self.env._(
                "%(debtor)s has overdue invoices (%(stage)s): new business waits. Ask "
                "%(collector)s.",
                **values,
            )
        return self.env._(
            "%(debtor)s has overdue invoices (%(stage)s). Talk to %(collector)s before "
            "you promise anything.",
            **values,
        )
