from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionPolicy(models.Model):
    """From which stage of a case on new business is warned of, or waits."""

    _inherit = "collection.policy"

    credit_warn_stage_ids = fields.Many2many(
        "collection.stage",
        "collection_policy_credit_warn_rel",
        string="Warn Of New Business In",
        domain=[("is_closing", "=", False)],
        help="Whoever makes an order or an invoice for a debtor whose case stands "
        "there is warned.",
    )
    credit_block_stage_ids = fields.Many2many(
        "collection.stage",
        "collection_policy_credit_block_rel",
        string="Block New Business In",
        domain=[("is_closing", "=", False)],
        help="Orders of a debtor whose case stands there cannot be confirmed, unless "
        "a collections manager releases him. Needs the Sales app.",
    )

    @api.constrains("credit_warn_stage_ids", "credit_block_stage_ids")
    def _check_credit_stages(self):
        for policy in self:
            both = policy.credit_warn_stage_ids & policy.credit_block_stage_ids
            if both:
                raise ValidationError(
                    self.env._(
                        "%(policy)s: the stage %(stage)s cannot both warn and block. "
                        "Take it out of one of the two lists.",
                        policy=policy.name,
                        stage=both[0].name,
                    )
                )
