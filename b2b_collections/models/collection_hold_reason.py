from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache


class CollectionHoldReason(models.Model):
    """Why dunning pauses, and for how long as a rule."""

    _name = "collection.hold.reason"
    _description = "Reason of a Collection Hold"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    debtor_label = fields.Char(
        string="Words for the Debtor",
        translate=True,
        help="What messages say of an amount that is held for this reason: “of which "
        "… : 30.00”. Empty: on hold.",
    )
    code = fields.Char(
        required=True,
        copy=False,
        help="Short and stable: decisions and the journal keep it instead of the name.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    default_days = fields.Integer(
        string="Usual Days",
        default=14,
        required=True,
        help="Proposed length of a hold: its review date lies that many days ahead.",
    )

    is_system = fields.Boolean(
        string="Set by the System",
        help="Follows from a promise, dispute or plan; not offered for holds by hand.",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "Another reason has this code. Choose a different one."
    )
    _days_positive = models.Constraint(
        "CHECK (default_days > 0)", "The usual days of a reason must be at least 1."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"name", "code", "debtor_label"}:
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @ormcache("self.env.lang")
    def _get_names(self):
        """``{code: name}`` in the language of the reader; the archived as well."""
        return {reason.code: reason.name for reason in self._search_all()}

    @api.model
    @ormcache("self.env.lang")
    def _get_debtor_labels(self):
        """``{code: words for the debtor}`` in the language of the reader."""
        return {reason.code: reason.debtor_label for reason in self._search_all()}

    def _search_all(self):
        # Cached for all users: whoever asks first must see them all.
        reasons_sudo = self.sudo().with_context(active_test=False)
        return reasons_sudo.search_fetch(Domain.TRUE, ["code", "name", "debtor_label"])
