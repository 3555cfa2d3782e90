from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import ageing


class ResCompany(models.Model):
    """How the receivables of the company are aged."""

    _inherit = "res.company"

    collection_bucket_days = fields.Char(
        string="Ageing Buckets",
        default=ageing.DEFAULT_DAYS,
        required=True,
        help="Last day of each bucket, with commas between: 30,60,90 makes 1 to 30, "
        "31 to 60, 61 to 90 and over 90 days.",
    )
    collection_ageing_basis = fields.Selection(
        [
            ("due", "Due date"),
            ("invoice", "Invoice date"),
            ("plan", "Plan date, else due date"),
        ],
        string="Age Counts From",
        default=ageing.DUE,
        required=True,
    )

    @api.constrains("collection_bucket_days")
    def _check_collection_bucket_days(self):
        for company in self:
            company._parse_collection_bucket_days(company.collection_bucket_days)

    @api.model
    def _parse_collection_bucket_days(self, text):
        """Return the edges; raise ValidationError that says what to write instead."""
        try:
            return ageing.parse_days(text)
        except ageing.BucketError as error:
            raise ValidationError(self._explain_bucket_error(error))

    @api.model
    def _explain_bucket_error(self, error):
        _ = self.env._
        what = {
            "empty": _("No days are given."),
            "not_a_number": _("“%(value)s” is not a whole number.", value=error.value),
            "out_of_range": _(
                "%(value)s is not between 1 and %(last)s.",
                value=error.value[:20],
                last=ageing.MAX_DAYS,
            ),
            "not_rising": _(
                "%(value)s is not larger than the day before it.", value=error.value
            ),
            "too_many": _(
                "%(value)s days are given, at most %(most)s can be shown.",
                value=error.value,
                most=ageing.MAX_EDGES,
            ),
        }[error.code]
        return _(
            "Ageing buckets: %(what)s Write the last day of each bucket, with commas "
            "between, for example %(example)s.",
            what=what,
            example=ageing.DEFAULT_DAYS,
        )
