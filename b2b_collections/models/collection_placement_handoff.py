from odoo import api, fields, models
from odoo.exceptions import UserError

from ..reports.formatting import choose_language

# What may be chosen in each state: the file can be made anew at any time.
CHOICES = {"handoff_attachment_ids", "handoff_left_out_ids", "handoff_all_letters"}


class CollectionPlacement(models.Model):
    """What is handed to the agency, and the versions of it."""

    _inherit = "collection.placement"

    handoff_attachment_ids = fields.Many2many(
        "ir.attachment",
        "collection_placement_handoff_rel",
        string="Further Evidence",
        copy=False,
        help="Goes into the hand-off file beside the evidence of the validation "
        "checklist: contracts, orders, delivery notes.",
    )
    handoff_left_out_ids = fields.Many2many(
        "ir.attachment",
        "collection_placement_handoff_out_rel",
        string="Leave Out",
        copy=False,
        help="Evidence of the checklist that the agency does not need.",
    )
    handoff_all_letters = fields.Boolean(
        string="Also Letters About Other Items",
        copy=False,
        help="Letters that list items which are not placed stay out of the hand-off "
        "file, so that the agency learns only what it needs. Tick this if they are "
        "needed as evidence all the same.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment", compute="_compute_evidence_ids", string="Evidence at Hand"
    )
    file_ids = fields.One2many(
        "collection.placement.file", "placement_id", readonly=True
    )
    file_id = fields.Many2one(
        "collection.placement.file", string="Hand-Off File", compute="_compute_file_id"
    )
    file_state = fields.Selection(
        selection=lambda self: self._get_file_states(),
        string="State of the File",
        compute="_compute_file_id",
    )
    file_progress = fields.Float(string="Progress", compute="_compute_file_id")
    file_message = fields.Text(string="Why It Failed", compute="_compute_file_id")
    file_note = fields.Text(string="Left Out of the File", compute="_compute_file_id")
    file_problem_count = fields.Integer(
        string="Exhibits with a Problem", compute="_compute_file_id"
    )

    @api.depends("case_id.checklist_line_ids.attachment_ids")
    def _compute_evidence_ids(self):
        for placement in self:
            lines = placement.case_id.checklist_line_ids
            files = lines.filtered(lambda line: line.kind == "evidence").attachment_ids
            placement.evidence_ids = files._filtered_access("read")

    @api.depends("file_ids.state", "file_ids.done_count", "file_ids.total_count")
    def _compute_file_id(self):
        for placement in self:
            file = placement.file_ids.sorted("version")[-1:]
            placement.file_id = file
            placement.file_state = file.state
            placement.file_progress = file.progress
            placement.file_message = file.message
            placement.file_note = file.note
            placement.file_problem_count = file.problem_count

    @api.model
    def _get_file_states(self):
        states = self.env["collection.placement.file"]._fields["state"]
        return states._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        chosen = [_take_choices(vals) for vals in vals_list]
        placements = super().create([rest for _own, rest in chosen])
        for placement, (own, _rest) in zip(placements, chosen, strict=True):
            if own:
                placement.write(own)
        return placements

    def write(self, vals):
        own, rest = _take_choices(vals)
        if own and not self.env.su:
            self._check_may_make()
            # Placed ones are closed to users, but not what goes into the file.
            super(CollectionPlacement, self.sudo()).write(own)
            if not rest:
                return True
            vals = rest
        return super().write(vals)

    def action_make_file(self):
        """Make a new version of the hand-off file, with the documents of today."""
        self.check_access("write")
        for placement in self:
            if not placement.line_ids:
                raise UserError(
                    self.env._(
                        "%(placement)s has no items yet: add those that are to be "
                        "placed, then make the file.",
                        placement=placement.name,
                    )
                )
        self._make_handoff_file()

    def action_open_files(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand-Off Files"),
            "res_model": "collection.placement.file",
            "views": [(False, "list"), (False, "form")],
            "domain": [("placement_id", "=", self.id)],
        }

    def _make_handoff_file(self):
        """Have a new version of the file made by the scheduled job.

        Whoever calls this has checked that the user may change the placement. A
        version that is still being made is not begun twice.

        :return: collection.placement.file, one for each placement
        """
        result = super()._make_handoff_file()
        files = result or self.env["collection.placement.file"]
        for placement in self:
            # The versions are counted over all, whoever may see them.
            latest_sudo = placement.sudo().file_ids.sorted("version")[-1:]
            if latest_sudo.state != "preparing":
                latest_sudo = latest_sudo.create(
                    placement._prepare_file_vals(latest_sudo.version + 1)
                )
                latest_sudo._record("handoff_queued")
            files |= latest_sudo.with_env(self.env)
        files._trigger_job()
        return files

    def _prepare_file_vals(self, version):
        return {
            "name": f"{self.name}-{version}",
            "placement_id": self.id,
            "version": version,
            "user_id": self.env.uid,
            "lang": choose_language(
                self.env,
                self.agency_id.partner_id.lang,
                self.company_id.partner_id.lang,
            ),
        }

    def _get_handoff_file(self):
        """The latest version that is ready: what the agency is to work with.

        :return: collection.placement.file, empty if there is none
        """
        self.ensure_one()
        return self.file_ids.filtered(lambda file: file.state == "ready").sorted(
            "version"
        )[-1:]


def _take_choices(vals):
    """``(choices for the file, other values)``"""
    own = {name: value for name, value in vals.items() if name in CHOICES}
    return own, {name: value for name, value in vals.items() if name not in CHOICES}
