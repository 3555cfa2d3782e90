from odoo import api, models
from odoo.exceptions import AccessError, UserError

# Written by what happens to a plan, never by hand.
RESULTS = {
    "name",
    "state",
    "user_id",
    "company_id",
    "partner_id",
    "version",
    "previous_id",
    "date_proposed",
    "date_signed",
    "signed_by",
    "date_active",
    "date_ended",
    "end_reason",
    "debit_move_id",
    "credit_move_id",
    "debit_hold_id",
    "step",
}
# What people note about a plan, whatever its state.
NOTES = {"means_monthly", "means_income", "means_note"}
LINE_RESULTS = {
    "amount_paid",
    "amount_reduced",
    "amount_told",
    "state",
    "date_paid",
    "missed_on",
    "reminded_on",
    "overdue_on",
    "warned_on",
    "warning_id",
    "step",
}
ITEM_RESULTS = {"amount", "settled_key", "hold_id", "is_live"}


class CollectionPlan(models.Model):
    """Who may make and change plans, and what of them.

    Held here and not by the screens: as superuser acts only what has checked rights.
    """

    _inherit = "collection.plan"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("name", None)
                self._check_no_results(vals, RESULTS)
        plans = super().create(vals_list)
        plans._check_may_make()
        return plans

    def write(self, vals):
        if not self.env.su:
            self._check_may_make()
            self._check_no_results(vals, RESULTS)
            if set(vals) - NOTES:
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_make()
        self._check_draft()

    def _check_may_make(self):
        """A collector makes plans for his own cases and those of nobody."""
        if self.env.su:
            return
        self.check_access("write")
        self.case_id._check_own()

    def _check_draft(self):
        for plan in self:
            if plan.state == "draft":
                continue
            if plan.state == "active":
                raise UserError(
                    self.env._(
                        "%(plan)s is active and cannot be changed. Make a new version "
                        "of it, which takes its place when it is signed.",
                        plan=plan.name,
                    )
                )
            raise UserError(
                self.env._(
                    "%(plan)s is not a draft any more and cannot be changed. Take it "
                    "back to draft first, if it is still being negotiated.",
                    plan=plan.name,
                )
            )

    @api.model
    def _check_no_results(self, vals, results):
        for name in vals.keys() & results:
            raise AccessError(
                self.env._(
                    "%(field)s follows from what happens to the plan and cannot be "
                    "entered. Leave it out.",
                    field=self._fields[name].get_description(self.env)["string"]
                    if name in self._fields
                    else name,
                )
            )


class CollectionPlanPart(models.AbstractModel):
    """Items and instalments of a plan: changed by who may make it, while a draft."""

    _name = "collection.plan.part"
    _description = "Part of a Payment Plan"
    # Fields that are written by what happens.
    _results = frozenset()

    def write(self, vals):
        if not self.env.su:
            self._check_may_change()
            self.plan_id._check_no_results(vals, self._results)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_change()

    def _check_may_change(self):
        if not self.env.su:
            self.plan_id._check_may_make()
            self.plan_id._check_draft()


class CollectionPlanItem(models.Model):
    _name = "collection.plan.item"
    _inherit = ["collection.plan.item", "collection.plan.part"]
    _results = ITEM_RESULTS

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Screens send back what they show; it is computed all the same.
                for name in ITEM_RESULTS:
                    vals.pop(name, None)
        items = super().create(vals_list)
        items._check_may_change()
        return items


class CollectionPlanLine(models.Model):
    _name = "collection.plan.line"
    _inherit = ["collection.plan.line", "collection.plan.part"]
    _results = LINE_RESULTS

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self.env["collection.plan"]._check_no_results(vals, LINE_RESULTS)
        lines = super().create(vals_list)
        lines._check_may_change()
        return lines
