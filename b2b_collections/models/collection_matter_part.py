from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionMatterPart(models.AbstractModel):
    """What a matter consists of: changed by who may work on it, while it is open."""

    _name = "collection.matter.part"
    _description = "Part of a Legal Matter"

    matter_id = fields.Many2one(
        "collection.matter", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="matter_id.company_id", store=True, index=True, precompute=True
    )
    # Fields that are written by what happens.
    _results = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self.env["collection.matter"]._check_no_results(
                    vals, self._results, self
                )
        parts = super().create(vals_list)
        parts._check_may_change()
        return parts

    def write(self, vals):
        if not self.env.su:
            self._check_may_change()
            self.matter_id._check_no_results(vals, self._results, self)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_may_change()

    def _check_may_change(self):
        """Rights on the matter, and that it is not over."""
        if self.env.su:
            return
        self.matter_id._check_may_work()
        for matter in self.matter_id:
            if matter.state in ("closed", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(matter)s is over and cannot be changed. A collections "
                        "manager can undo the closing.",
                        matter=matter.name,
                    )
                )
