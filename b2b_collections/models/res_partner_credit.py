from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date

from .collection_case_credit import BLOCK, FREE, RELEASED, WARN


class CreditStanding(NamedTuple):
    """What may be done with a debtor in a company today.

    :ivar state: ``free``, ``warn``, ``block`` or ``released``
    :ivar case: collection.case, as superuser
    :ivar releases: collection.credit.release in force, as superuser
    :ivar loss: last collection.writeoff that did not come back, as superuser
    """

    state: str
    case: models.Model
    releases: models.Model
    loss: models.Model


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
        by_debtor = {case.partner_id: case for case in cases_sudo}
        releases = cases_sudo._get_credit_releases().grouped("case_id")
        losses = self._get_losses(company)
        nothing = cases_sudo.browse()
        no_release = self.env["collection.credit.release"].sudo()
        no_loss = self.env["collection.writeoff"].sudo()
        standings = {}
        for partner in self:
            debtor = partner.commercial_partner_id
            case_sudo = by_debtor.get(debtor, nothing)
            loss = losses.get(debtor, no_loss)[:1]
            # A debtor without a case may still have cost us money.
            state = case_sudo.credit_state or FREE
            standings[partner] = CreditStanding(
                WARN if state == FREE and loss else state,
                case_sudo,
                releases.get(case_sudo, no_release),
                loss,
            )
        return standings

    def _get_losses(self, company):
        """``{debtor: write-offs}`` that did not come back, the last one first.

        Small balances, which we forgave for our own convenience, are none.
        """
        # As for the cases: that something was written off is all that is told.
        return (
            self.env["collection.writeoff"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("state", "=", "posted"),
                    ("amount_lost", ">", 0),
                    ("reason_id.is_small", "=", False),
                ],
                order="date_posted desc, id desc",
            )
            .grouped("partner_id")
        )

    def _word_credit(self, standing):
        """Why, and whom to ask; empty while business is free."""
        if standing.state == FREE:
            return False
        if standing.loss and standing.case.credit_state in (False, FREE):
            return self._word_loss(standing.loss)
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

    def _word_loss(self, loss):
        return self.env._(
            "A debt of %(debtor)s had to be written off on %(day)s. Ask for payment in "
            "advance, or talk to %(collector)s first.",
            debtor=loss.partner_id.name,
            day=format_date(self.env, loss.date_posted),
            collector=loss.case_id.user_id.name
            or self.env._("the collections department"),
        )
