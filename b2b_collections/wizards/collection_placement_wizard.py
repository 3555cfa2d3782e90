from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..core import commission as core
from ..core.amounts import exact
from ..models.collection_agency_fee import HUNDRED
from ..models.collection_case_placement import Choice

# The most pressing cases of a rule that are looked at in one go.
MOST_CASES = 1000


class CollectionPlacementWizard(models.TransientModel):
    """Chooses cases for an agency, says what fits and what not, and makes drafts."""

    _name = "collection.placement.wizard"
    _description = "Place Cases with an Agency"
    _check_company_auto = True

    mode = fields.Selection(
        [("cases", "Chosen cases"), ("rule", "By rule")],
        default="rule",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    case_ids = fields.Many2many("collection.case", readonly=True)
    agency_id = fields.Many2one("collection.agency", check_company=True)
    agency_state = fields.Selection(related="agency_id.vetting_state", string="Vetting")
    agency_words = fields.Char(related="agency_id.vetting_words")
    level_id = fields.Many2one(
        "collection.level",
        string="Level Done",
        help="Only items that have been reminded of at this level or a later one.",
    )
    days_from = fields.Integer(
        string="Days Overdue From", default=90, help="0: however old they are."
    )
    amount_from = fields.Monetary(
        currency_field="company_currency_id",
        help="What can be placed of a case in one currency, in company currency.",
    )
    amount_to = fields.Monetary(
        currency_field="company_currency_id", help="0: no limit."
    )
    expected_rate = fields.Float(
        string="Expected Recovery (%)",
        compute="_compute_expected_rate",
        store=True,
        readonly=False,
        precompute=True,
    )
    expected_source = fields.Char(
        compute="_compute_expected_source", string="Where It Comes From"
    )
    line_ids = fields.One2many("collection.placement.wizard.line", "wizard_id")
    has_searched = fields.Boolean()
    fitting_count = fields.Integer(compute="_compute_counts", string="Fit")
    refused_count = fields.Integer(compute="_compute_counts", string="Do Not Fit")
    amount_company = fields.Monetary(
        string="Chosen",
        compute="_compute_counts",
        currency_field="company_currency_id",
    )
    value_company = fields.Monetary(
        string="Expected Value",
        compute="_compute_counts",
        currency_field="company_currency_id",
    )

    @api.depends("mode")
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Choose Cases to Place")

    @api.depends("agency_id", "company_id")
    def _compute_expected_rate(self):
        for wizard in self:
            agency = wizard.agency_id
            wizard.expected_rate = (
                agency._get_expected(wizard.company_id)[0] if agency else 0.0
            )

    @api.depends("agency_id", "company_id", "expected_rate")
    @api.depends_context("lang")
    def _compute_expected_source(self):
        field = self.env["collection.placement"]._fields["expected_source"]
        labels = dict(field._description_selection(self.env))
        for wizard in self:
            agency = wizard.agency_id
            if not agency:
                wizard.expected_source = False
                continue
            rate, source = agency._get_expected(wizard.company_id)
            is_same = abs(wizard.expected_rate - rate) < 0.005
            wizard.expected_source = labels[source if is_same else "hand"]

    @api.depends("line_ids.is_chosen", "line_ids.fits", "line_ids.expected_value")
    def _compute_counts(self):
        for wizard in self:
            fitting = wizard.line_ids.filtered("fits")
            chosen = fitting.filtered("is_chosen")
            wizard.fitting_count = len(fitting)
            wizard.refused_count = len(wizard.line_ids - fitting)
            wizard.amount_company = sum(chosen.mapped("amount_company"))
            wizard.value_company = sum(chosen.mapped("value_company"))

    @api.constrains("days_from", "amount_from", "amount_to")
    def _check_rule(self):
        for wizard in self:
            if wizard.days_from < 0 or wizard.amount_from < 0 or wizard.amount_to < 0:
                raise ValidationError(
                    self.env._("Days and amounts cannot be negative. Enter 0 or more.")
                )
            if wizard.amount_to and wizard.amount_to < wizard.amount_from:
                raise ValidationError(
                    self.env._(
                        "Amount To: it is less than Amount From. Enter more, or 0 for "
                        "no limit."
                    )
                )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "collection.case":
            ids = self.env.context.get("active_ids", [])
            values.update(mode="cases", case_ids=[Command.set(ids)], days_from=0)
            company = self.env["collection.case"].browse(ids).company_id[:1]
            values["company_id"] = (company or self.env.company).id
        return values

    def action_find(self):
        """Look for cases, and say of each why it fits or not."""
        self.ensure_one()
        self._check_agency()
        self.line_ids.unlink()
        found = self._find_cases()._find_candidates(self._get_choice())
        self.env["collection.placement.wizard.line"].create(
            [self._prepare_line(one) for one in found]
        )
        self.has_searched = True
        return self._action_open()

    def action_propose(self):
        """Make drafts of what is chosen; what fails is shown with its reason."""
        self.ensure_one()
        self._check_agency()
        chosen = self.line_ids.filtered(lambda line: line.fits and line.is_chosen)
        if not chosen:
            raise UserError(
                self.env._("Nothing is chosen. Find cases, and choose what to place.")
            )
        placements = chosen._propose()
        failed = chosen.filtered(lambda line: not line.placement_id)
        if failed and not placements:
            raise UserError("\n".join(failed.mapped("why")))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_placement_action"
        )
        action.update(domain=[("id", "in", placements.ids)], context={})
        if failed:
            return self._action_open()
        if len(placements) == 1:
            return placements._action_open()
        return action

    def _check_agency(self):
        if not self.agency_id:
            raise UserError(self.env._("Agency: choose one first."))
        # Refused before anybody spends time on choosing.
        self.agency_id._check_vetted(self.env["collection.action"]._get_today())

    def _find_cases(self):
        if self.mode == "cases":
            return self.case_ids.filtered(lambda c: c.company_id == self.company_id)
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("state", "=", "open")
        choice = self._get_choice()
        if choice.date_due:
            domain &= Domain("oldest_due_date", "<=", choice.date_due)
        return self.env["collection.case"].search(domain, limit=MOST_CASES)

    def _get_choice(self):
        if self.mode == "cases":
            return Choice()
        today = self.env["collection.action"]._get_today()
        last = today - timedelta(days=self.days_from) if self.days_from else None
        return Choice(last, self.level_id.days if self.level_id else None)

    def _prepare_line(self, candidate):
        items = candidate.items
        amount = sum(item.move_line_id.amount_residual_currency for item in items)
        company_amount = sum(item.move_line_id.amount_residual for item in items)
        why = self._find_refusal(candidate, company_amount)
        days = self._get_days(items)
        value = 0.0 if why else self._estimate(candidate, days)
        share = company_amount / amount if amount else 0.0
        return {
            "wizard_id": self.id,
            "case_id": candidate.case.id,
            "currency_id": candidate.currency.id,
            "item_ids": [Command.set(items.ids)],
            "item_count": len(items),
            "amount": amount,
            "amount_company": company_amount,
            "days_overdue": max(days, default=0),
            "expected_value": value,
            "value_company": self.company_currency_id.round(value * share),
            "fits": not why,
            "is_chosen": not why,
            "why": why or False,
            "left_out": "; ".join(
                f"{item.name}: {words}" for item, words in candidate.left_out.items()
            ),
        }

    def _get_days(self, items):
        today = self.env["collection.action"]._get_today()
        return [max(0, (today - item.date_due).days) for item in items]

    def _find_refusal(self, candidate, company_amount):
        """Why a candidate does not fit, in words; ``None``: it does."""
        agency = self.agency_id
        if candidate.why:
            return candidate.why
        if not candidate.items:
            return self.env._("none of its items can be placed")
        if agency.currency_ids and candidate.currency not in agency.currency_ids:
            return self.env._(
                "%(agency)s does not collect in %(currency)s",
                agency=agency.name,
                currency=candidate.currency.name,
            )
        country = candidate.case.partner_id.country_id
        if agency.country_ids and country not in agency.country_ids:
            return self.env._(
                "%(agency)s does not collect in %(country)s",
                agency=agency.name,
                country=country.name or self.env._("an unknown country"),
            )
        return self._find_amount_refusal(company_amount)

    def _find_amount_refusal(self, amount):
        if self.mode == "cases":
            return None
        if self.company_currency_id.compare_amounts(amount, self.amount_from) < 0:
            return self.env._("less than the amount from which is placed")
        compare = self.company_currency_id.compare_amounts
        if self.amount_to and compare(amount, self.amount_to) > 0:
            return self.env._("more than the amount up to which is placed")
        return None

    def _estimate(self, candidate, days):
        """Expected recovery less commission, as on the placement."""
        agency = self.agency_id
        today = self.env["collection.action"]._get_today()
        fees = agency._freeze_fees(candidate.currency, self.company_id, today)
        share = exact(self.expected_rate) / HUNDRED
        claims = [
            core.Claim(exact(item.move_line_id.amount_residual_currency), age)
            for item, age in zip(candidate.items, days, strict=True)
        ]
        recovered = [claim.amount * share for claim in claims]
        earned = core.commission(agency._read_fees(fees), claims, recovered)
        return candidate.currency.round(float(sum(recovered) - earned))

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Place with an Agency"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new" if self.mode == "cases" else "current",
        }
