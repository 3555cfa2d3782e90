from odoo import api, fields, models


class CollectionCase(models.Model):
    """When the debtor hears from us next."""

    _inherit = "collection.case"

    next_contact = fields.Char(
        compute="_compute_next_contact",
        help="First scheduled message or call, by the clock of the debtor.",
    )

    @api.depends("action_ids.moment", "action_ids.state")
    @api.depends_context("lang")
    def _compute_next_contact(self):
        Action = self.env["collection.action"]
        coming = Action.search_fetch(
            [
                ("case_id", "in", self.ids),
                ("state", "in", ("queued", "planned")),
                ("moment", ">", Action._get_now()),
            ],
            ["case_id", "moment", "zone"],
            order="moment, id",
        ).grouped("case_id")
        for case in self:
            case.next_contact = coming.get(case, Action)[:1]._get_short_moment()
