from odoo import api, fields, models


class CollectionCase(models.Model):
    """What agencies report about a debtor."""

    _inherit = "collection.case"

    agency_report_ids = fields.One2many(
        "collection.placement.report", "case_id", readonly=True
    )
    agency_report_count = fields.Integer(compute="_compute_agency_report_count")

    @api.depends("agency_report_ids")
    def _compute_agency_report_count(self):
        counts = dict(
            self.env["collection.placement.report"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.agency_report_count = counts.get(case, 0)

    def action_view_agency_reports(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_placement_report_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        return action
