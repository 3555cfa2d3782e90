from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date


class CollectionPlan(models.Model):
    """What a plan must be before it is offered, approved or comes into force."""

    _inherit = "collection.plan"

    def _check_ready(self, is_signed=False):
        """Raise if a plan cannot be offered, approved or activated as it is.

        :param is_signed: what was paid since it was made counts for the plan
        """
        for plan in self:
            plan._check_has_content()
            plan.item_ids._check_fit(must_be_open=not is_signed)
            plan.item_ids._check_amounts(allow_less=is_signed)
            plan._check_sum()
            plan._check_first_date()
            plan._check_not_in_other_plans()
            plan._check_not_placed()

    def _check_has_content(self):
        if not self.item_ids:
            raise UserError(
                self.env._(
                    "Items: %(plan)s has none. Add the items to be paid.",
                    plan=self.name,
                )
            )
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Instalments: %(plan)s has none. Make them with Generate, or enter "
                    "them.",
                    plan=self.name,
                )
            )

    def _check_sum(self):
        if self.currency_id.is_zero(self.amount_gap):
            return
        raise UserError(
            self.env._(
                "Instalments: they come to %(total)s, but %(owed)s is to be paid with "
                "interest and fee. Change an instalment by %(gap)s, or generate them "
                "anew.",
                total=format_amount(self.env, self.amount_total, self.currency_id),
                owed=format_amount(
                    self.env, self.amount_total + self.amount_gap, self.currency_id
                ),
                gap=format_amount(self.env, self.amount_gap, self.currency_id),
            )
        )

    def _check_first_date(self):
        today = self.env["collection.action"]._get_today()
        first = min(self.line_ids.mapped("date"))
        if first < today:
            raise UserError(
                self.env._(
                    "Instalments: the first one was due on %(date)s, which has passed. "
                    "Choose later dates.",
                    date=format_date(self.env, first),
                )
            )

    def _check_not_in_other_plans(self):
        others = self.env["collection.plan.item"].search(
            Domain("item_id", "in", self.item_ids.item_id.ids)
            & Domain("is_live", "=", True)
            & Domain("plan_id", "not in", (self | self.previous_id).ids),
            limit=1,
        )
        if others:
            raise UserError(
                self.env._(
                    "Items: %(item)s is in %(plan)s already. Leave it out, or cancel "
                    "the other plan first.",
                    item=others.name,
                    plan=others.plan_id.name,
                )
            )

    def _check_not_placed(self):
        """Extended where cases are handed to others: what they collect is theirs."""


class CollectionPlanItem(models.Model):
    _inherit = "collection.plan.item"

    @api.constrains("item_id", "plan_id")
    def _check_item(self):
        self._check_fit()

    def _check_fit(self, must_be_open=True):
        """An open item of the debtor, in the currency of the plan, not disputed."""
        disputed = self._get_disputed()
        for line in self:
            line._check_owner()
            item = line.item_id
            is_open = item.state == "open" and not item.move_line_id.reconciled
            if must_be_open and not is_open:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s is paid or cancelled. Leave it out.",
                        item=item.name,
                    )
                )
            if item in disputed:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s is in dispute. Settle the dispute first, or "
                        "leave the item out.",
                        item=item.name,
                    )
                )

    def _check_owner(self):
        item, plan = self.item_id, self.plan_id
        if item.company_id != plan.company_id:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s belongs to another company than the case. Leave "
                    "it out.",
                    item=item.name,
                )
            )
        if item.partner_id != plan.partner_id:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s is owed by %(other)s, the plan is with "
                    "%(debtor)s. Leave it out.",
                    item=item.name,
                    other=item.partner_id.name,
                    debtor=plan.partner_id.name,
                )
            )
        if item.currency_id != plan.currency_id:
            raise ValidationError(
                self.env._(
                    "Items: %(item)s is in %(other)s, the plan in %(currency)s. Make a "
                    "plan of its own for it.",
                    item=item.name,
                    other=item.currency_id.name,
                    currency=plan.currency_id.name,
                )
            )

    def _get_disputed(self):
        """Items of these with a dispute that is open."""
        holds = self.env["collection.hold"].search(
            Domain("item_id", "in", self.item_id.ids)
            & Domain("reason_id.code", "=", "dispute")
            & Domain("state", "in", ("planned", "active"))
        )
        return holds.item_id

    def _check_amounts(self, allow_less=False):
        """The plan is over what is open, to the cent."""
        for line in self:
            residual = line.item_id.move_line_id.amount_residual_currency
            order = line.currency_id.compare_amounts(residual, line.amount)
            if order > 0 or (order and not allow_less):
                raise UserError(
                    self.env._(
                        "Items: %(now)s of %(item)s is open by now, and not "
                        "%(then)s. Take the plan back to draft, refresh its items and "
                        "make the instalments anew.",
                        now=format_amount(self.env, residual, line.currency_id),
                        item=line.name,
                        then=format_amount(self.env, line.amount, line.currency_id),
                    )
                )
