from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ..core.retention import MAX_MONTHS


class ResCompany(models.Model):
    """How long and why a company keeps personal data of collections."""

    _inherit = "res.company"

    collection_retention_months = fields.Integer(
        string="Keep Personal Data",
        default=60,
        help="Months after the closing of a case. 0: for ever, which the law of most "
        "countries does not allow.",
    )
    collection_retention_automatic = fields.Boolean(
        string="Without Asking",
        help="The scheduled job anonymises at once. Otherwise it prepares a list, and "
        "a manager confirms it.",
    )
    collection_forget_contacts = fields.Boolean(
        string="Contacts Too",
        help="Archived contact persons that no other app mentions lose their name and "
        "addresses together with their last case.",
    )
    collection_privacy_text = fields.Html(
        string="Purpose and Legal Basis",
        translate=True,
        help="For your records, and printed on the export that a person gets. Empty: a "
        "standard text.",
    )

    @api.constrains("collection_retention_months")
    def _check_collection_retention_months(self):
        for company in self:
            if not 0 <= company.collection_retention_months <= MAX_MONTHS:
                raise ValidationError(
                    self.env._(
                        "Personal data can be kept for 1 to %(max)s months after the "
                        "closing of a case, or for ever: 0.",
                        max=MAX_MONTHS,
                    )
                )

    def _get_collection_privacy_text(self):
        """HTML, in the language of the environment."""
        self.ensure_one()
        if not is_html_empty(self.collection_privacy_text):
            return self.collection_privacy_text
        return self.env["ir.qweb"]._render(
            "b2b_collections.privacy_text",
            {"company": self, "months": self.collection_retention_months},
        )
