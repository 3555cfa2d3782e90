from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionPlacementComplaint(models.Model):
    """A debtor complains about how an agency treated him."""

    _name = "collection.placement.complaint"
    _description = "Complaint About an Agency"
    _inherit = ["collection.own.thread"]
    _order = "date desc, id desc"
    _rec_name = "note"
    _check_company_auto = True

    placement_id = fields.Many2one(
        "collection.placement",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="placement_id.company_id", store=True, index=True, precompute=True
    )
    case_id = fields.Many2one(
        related="placement_id.case_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="placement_id.partner_id", store=True, precompute=True, string="Debtor"
    )
    agency_id = fields.Many2one(
        related="placement_id.agency_id", store=True, index=True, precompute=True
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    note = fields.Text(string="What Happened", required=True)
    answer = fields.Text(string="What Was Found", help="What the agency said to it.")
    state = fields.Selection(
        [("open", "Open"), ("founded", "Founded"), ("unfounded", "Unfounded")],
        default="open",
        required=True,
        tracking=True,
        help="What was unfounded does not count in the league table.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recorded By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        for complaint in complaints:
            if not complaint.placement_id.date_placed:
                raise UserError(
                    self.env._(
                        "%(placement)s was never placed with an agency. Choose another "
                        "placement.",
                        placement=complaint.placement_id.name,
                    )
                )
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": complaint.company_id.id,
                    "case_id": complaint.case_id.id,
                    "event": "agency_complaint",
                    "detail": complaint.note,
                    "data": {
                        "placement": complaint.placement_id.id,
                        "complaint": complaint.id,
                        "date": complaint.date,
                    },
                }
                for complaint in complaints
            ]
        )
        return complaints


class CollectionPlacement(models.Model):
    _inherit = "collection.placement"

    complaint_ids = fields.One2many(
        "collection.placement.complaint", "placement_id", readonly=True, copy=False
    )
    complaint_count = fields.Integer(compute="_compute_result_counts")
    receipt_count = fields.Integer(compute="_compute_result_counts")
    report_count = fields.Integer(compute="_compute_result_counts")

    @api.depends("complaint_ids", "receipt_ids", "report_ids")
    def _compute_result_counts(self):
        names = {
            "complaint_count": "collection.placement.complaint",
            "receipt_count": "collection.placement.receipt",
            "report_count": "collection.placement.report",
        }
        for name, model in names.items():
            counts = dict(
                self.env[model]._read_group(
                    [("placement_id", "in", self.ids)], ["placement_id"], ["__count"]
                )
            )
            for placement in self:
                placement[name] = counts.get(placement, 0)

    def action_view_receipts(self):
        return self._view_results("collection_placement_receipt_action")

    def action_view_reports(self):
        return self._view_results("collection_placement_report_action")

    def action_view_complaints(self):
        return self._view_results("collection_placement_complaint_action")

    def _view_results(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"b2b_collections.{name}"
        )
        action["domain"] = [("placement_id", "in", self.ids)]
        action["context"] = {"default_placement_id": self[:1].id}
        return action

    def action_record_complaint(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Complaint"),
            "res_model": "collection.placement.complaint",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_placement_id": self.id},
        }
