from odoo import api, fields, models


class CollectionRunLine(models.Model):
    """What the screens of a preview's line show beside its own fields."""

    _inherit = "collection.run.line"

    reason_code = fields.Selection(
        selection=lambda self: self.env["collection.item"]._get_reason_labels(),
        string="Reason Group",
        readonly=True,
    )
    channel_name = fields.Char(compute="_compute_channel_name", string="Channels")

    @api.depends("channel")
    @api.depends_context("lang")
    def _compute_channel_name(self):
        names = dict(
            self.env["collection.action"]
            ._fields["channel"]
            ._description_selection(self.env)
        )
        for line in self:
            codes = (line.channel or "").replace(",", " ").split()
            line.channel_name = ", ".join(names.get(code, code) for code in codes)


class CollectionRun(models.Model):
    """What the screens of a run show beside its own fields."""

    _inherit = "collection.run"

    company_mode = fields.Selection(related="company_id.collection_mode")
    line_count = fields.Integer(compute="_compute_counts", string="Preview Lines")
    action_count = fields.Integer(
        compute="_compute_counts", string="Messages and Tasks"
    )
    can_confirm = fields.Boolean(compute="_compute_can_confirm")

    def _compute_counts(self):
        domain = [("run_id", "in", self.ids)]
        lines, actions = (
            dict(self.env[model]._read_group(domain, ["run_id"], ["__count"]))
            for model in ("collection.run.line", "collection.action")
        )
        for run in self:
            run.line_count = lines.get(run, 0)
            run.action_count = actions.get(run, 0)

    @api.depends("company_mode", "state", "is_preview")
    def _compute_can_confirm(self):
        for run in self:
            run.can_confirm = (
                run.company_mode == "prepare" and run.is_preview and run.state == "done"
            )

    def action_view_lines(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_run_line_action"
        )
        action["domain"] = [("run_id", "in", self.ids)]
        return action

    def action_view_actions(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_action_action"
        )
        action["domain"] = [("run_id", "in", self.ids)]
        return action

    def action_view_left_out(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_case_action"
        )
        action["domain"] = [
            ("company_id", "in", self.company_id.ids),
            ("error", "!=", False),
        ]
        action["views"] = [(False, "list"), (False, "form")]
        return action
