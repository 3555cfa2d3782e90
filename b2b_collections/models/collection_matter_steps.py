from odoo import fields, models


class CollectionMatter(models.Model):
    """Deadlines that follow from the kind of a matter."""

    _inherit = "collection.matter"

    deadline_next = fields.Date(
        compute="_compute_deadlines", string="Next Deadline", search="_search_next"
    )
    deadline_count = fields.Integer(compute="_compute_deadlines", string="Deadlines")
    missed_count = fields.Integer(
        compute="_compute_deadlines", string="Missed Deadlines"
    )

    def _compute_deadlines(self):
        rows = self.env["collection.matter.deadline"]._read_group(
            [("matter_id", "in", self.ids), ("state", "in", ("open", "missed"))],
            ["matter_id", "state"],
            ["date:min", "__count"],
        )
        found = {(matter, state): values for matter, state, *values in rows}
        for matter in self:
            day, count = found.get((matter, "open"), (False, 0))
            missed = found.get((matter, "missed"), (False, 0))[1]
            matter.deadline_next, matter.deadline_count = day, count + missed
            matter.missed_count = missed

    def _search_next(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        return [
            ("deadline_ids", "any", [("state", "=", "open"), ("date", operator, value)])
        ]

    def _add_steps(self, after, day):
        """Deadlines of the kind that are counted from what has just happened."""
        today = self.env["collection.action"]._get_today()
        vals_list = []
        for step in self.kind_id.step_ids.filtered(lambda one: one.after == after):
            due = fields.Date.add(day, days=step.days)
            if due < today:
                # The day is known late: whoever enters it sees what has passed.
                continue
            vals_list.append(
                {
                    "matter_id": self.id,
                    "name": step.name,
                    "date": due,
                    "user_id": self.user_id.id,
                    "reminder_days": step.reminder_days,
                    "source": step.source,
                }
            )
        known = set(self.deadline_ids.mapped("name"))
        self.env["collection.matter.deadline"].create(
            [vals for vals in vals_list if vals["name"] not in known]
        )

    def _drop_deadlines(self):
        pending = self.deadline_ids.filtered(lambda one: one.state == "open")
        pending.state = "dropped"
        pending.activity_id.unlink()

    def action_view_deadlines(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_matter_deadline_action"
        )
        action["domain"] = [("matter_id", "in", self.ids)]
        action["context"] = {"default_matter_id": self.id}
        return action

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
