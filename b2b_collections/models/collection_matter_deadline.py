from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

TASK = "b2b_collections.mail_act_matter"


class CollectionMatterDeadline(models.Model):
    """A deadline or hearing: who sees to it, until when, and whether he did."""

    _name = "collection.matter.deadline"
    _description = "Deadline of a Legal Matter"
    _inherit = ["collection.matter.part"]
    _order = "date, id"
    _results = frozenset(
        {"state", "done_on", "done_by_id", "activity_id", "missed_on", "company_id"}
    )

    name = fields.Char(required=True, string="What")
    kind = fields.Selection(
        [("deadline", "Deadline"), ("hearing", "Hearing"), ("task", "Our own")],
        default="deadline",
        required=True,
    )
    date = fields.Date(required=True, index=True)
    place = fields.Char(help="Court room or address of a hearing, and the hour.")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    reminder_days = fields.Integer(
        string="Remind", default=7, required=True, help="Days before."
    )
    source = fields.Char(help="Rule or order that the date comes from.")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("done", "Done"),
            ("missed", "Missed"),
            ("dropped", "Dropped"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    done_on = fields.Date(readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    missed_on = fields.Date(readonly=True, help="When it was found to be missed.")
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")
    partner_id = fields.Many2one(related="matter_id.partner_id", store=True)
    case_id = fields.Many2one(related="matter_id.case_id", store=True)
    matter_state = fields.Selection(related="matter_id.state", string="Matter State")

    _days_positive = models.Constraint(
        "CHECK (reminder_days >= 0)", "Days of a reminder cannot be negative."
    )
    _open_idx = models.Index("(company_id, date) WHERE state = 'open'")

    @api.depends("matter_id")
    def _compute_user_id(self):
        for deadline in self:
            deadline.user_id = (
                deadline.user_id or deadline.matter_id.user_id or self.env.user
            )

    @api.constrains("date")
    def _check_date(self):
        today = self.env["collection.action"]._get_today()
        for deadline in self:
            if deadline.state == "open" and deadline.date and deadline.date < today:
                raise ValidationError(
                    self.env._(
                        "Date: %(day)s has passed, nobody can be reminded of "
                        "“%(what)s” any more. Enter today or a later day; what was "
                        "done or missed belongs into the notes.",
                        day=format_date(self.env, deadline.date),
                        what=deadline.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date", "user_id", "name"}:
            # The task goes with its deadline.
            for deadline_sudo in self.sudo().filtered("activity_id"):
                deadline_sudo.activity_id.write(deadline_sudo._prepare_task())
        return result

    def unlink(self):
        # Who may delete a deadline may remove its task.
        self.sudo().activity_id.unlink()
        return super().unlink()

    def action_done(self):
        """It was seen to; what was missed and then done stays known as missed."""
        self._check_may_change()
        today = self.env["collection.action"]._get_today()
        # The rights were checked above; states are nobody's to write.
        deadlines_sudo = self.sudo().filtered(lambda one: one.state != "done")
        deadlines_sudo.write(
            {"state": "done", "done_on": today, "done_by_id": self.env.uid}
        )
        deadlines_sudo.activity_id.unlink()

    def action_reopen(self):
        """Take back that it was done or dropped."""
        self._check_may_change()
        today = self.env["collection.action"]._get_today()
        if any(one.state not in ("done", "dropped") for one in self):
            raise UserError(
                self.env._("Only what was marked as done or dropped can be reopened.")
            )
        # As above.
        for deadline_sudo in self.sudo():
            is_late = deadline_sudo.date < today
            deadline_sudo.write(
                {
                    "state": "missed" if is_late else "open",
                    "missed_on": is_late and (deadline_sudo.missed_on or today),
                    "done_on": False,
                    "done_by_id": False,
                }
            )

    def _prepare_task(self):
        return {
            "user_id": self.user_id.id,
            "date_deadline": self.date,
            "summary": self.env._(
                "%(matter)s: %(what)s", matter=self.matter_id.name, what=self.name
            ),
        }

    def _schedule_tasks(self):
        """A task for each; quietly, since the night may bring many."""
        bare = self.filtered(lambda one: not one.activity_id)
        if not bare:
            return
        model_id = self.env["ir.model"]._get_id("collection.matter")
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(TASK)
        tasks = (
            self.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "activity_type_id": type_id,
                        "automated": True,
                        "res_model_id": model_id,
                        "res_id": deadline.matter_id.id,
                        "note": deadline.source,
                        **deadline._prepare_task(),
                    }
                    for deadline in bare
                ]
            )
        )
        for deadline, task in zip(bare, tasks, strict=True):
            deadline.activity_id = task

    def action_open_matter(self):
        self.ensure_one()
        return self.matter_id._action_open()
