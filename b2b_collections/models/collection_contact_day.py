from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionContactDay(models.Model):
    """A day on which debtors are, or are not, contacted, whatever the calendar says."""

    _name = "collection.contact.day"
    _description = "Special Day for Contacts"
    _order = "date desc, id"

    name = fields.Char(required=True, translate=True)
    date = fields.Date(required=True)
    is_open = fields.Boolean(
        string="Contact Nevertheless",
        help="The day is a public holiday, but debtors are contacted. Unticked: a day "
        "off that no calendar knows.",
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    country_id = fields.Many2one("res.country", help="Empty: for all countries.")
    state_id = fields.Many2one(
        "res.country.state",
        domain="[('country_id', '=', country_id)]",
        help="Empty: for the whole country.",
    )

    @api.constrains("date", "company_id", "country_id", "state_id")
    def _check_once(self):
        for special in self:
            twin = self.search(
                [
                    ("id", "!=", special.id),
                    ("date", "=", special.date),
                    ("company_id", "=", special.company_id.id),
                    ("country_id", "=", special.country_id.id),
                    ("state_id", "=", special.state_id.id),
                ],
                limit=1,
            )
            if twin:
                raise ValidationError(
                    self.env._(
                        "%(date)s is already there as '%(name)s'. Change that one.",
                        date=special.date,
                        name=twin.name,
                    )
                )
