from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .collection_approval import MANAGER

# What approvals may rest on once it has begun.
FIXED = {"user_id", "deputy_id", "date_from", "date_to"}


class CollectionDelegation(models.Model):
    """Somebody approves in the place of somebody who is away, from day to day.

    What began is evidence: it can be ended, but neither changed nor deleted.
    """

    _name = "collection.delegation"
    _description = "Deputy"
    _inherit = ["collection.own.thread"]
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        string="Who Is Away",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
        tracking=True,
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        tracking=True,
        help="Approves meanwhile, but nothing that he made or asked for himself.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        tracking=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    date_to = fields.Date(
        string="Until", required=True, tracking=True, help="Last day."
    )
    note = fields.Char()
    state = fields.Selection(
        [("planned", "Planned"), ("active", "Active"), ("over", "Over")],
        compute="_compute_state",
        search="_search_state",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from - 1)",
        "Until: choose the first day or a later one.",
    )
    _other_person = models.Constraint(
        "CHECK (user_id != deputy_id)", "Deputy: choose somebody else."
    )

    @api.depends("date_from", "date_to")
    @api.depends_context("collection_date", "tz")
    def _compute_state(self):
        today = self.env["collection.action"]._get_today()
        for delegation in self:
            if delegation.date_to and delegation.date_to < today:
                delegation.state = "over"
            elif delegation.date_from and delegation.date_from > today:
                delegation.state = "planned"
            else:
                delegation.state = "active"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["collection.action"]._get_today()
        over = Domain("date_to", "<", today)
        domains = {
            "over": over,
            "planned": ~over & Domain("date_from", ">", today),
            "active": ~over & Domain("date_from", "<=", today),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("user_id", "deputy_id")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(deputy)s for %(user)s",
                deputy=delegation.deputy_id.name or "",
                user=delegation.user_id.name or "",
            )

    @api.constrains("user_id", "deputy_id")
    def _check_people(self):
        Rule = self.env["collection.approval.rule"]
        for delegation in self:
            people = delegation.user_id | delegation.deputy_id
            strangers = people - Rule._filter_managers(people)
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(user)s is not a collections manager: only managers approve, "
                        "and only managers can be deputies.",
                        user=strangers[0].name,
                    )
                )

    @api.constrains("user_id", "deputy_id", "date_from", "date_to")
    def _check_no_chain(self):
        """One deputy at a time, who is there himself and nobody's absent principal."""
        for delegation in self.filtered(lambda d: d.date_from <= d.date_to):
            people = (delegation.user_id | delegation.deputy_id).ids
            other = self.search(
                Domain("id", "!=", delegation.id)
                & Domain("date_from", "<=", delegation.date_to)
                & Domain("date_to", ">=", delegation.date_from)
                & (
                    Domain("user_id", "in", people)
                    | Domain("deputy_id", "=", delegation.user_id.id)
                )
            ).filtered(lambda other: other.date_from <= other.date_to)[:1]
            if other:
                raise ValidationError(
                    self.env._(
                        "From %(start)s until %(end)s it is settled already: "
                        "%(other)s. A deputy has to be there himself, and has no "
                        "deputy in turn. Choose other days or somebody else.",
                        start=format_date(self.env, other.date_from),
                        end=format_date(self.env, other.date_to),
                        other=other.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_may_set()
        today = self.env["collection.action"]._get_today()
        if any(delegation.date_to < today for delegation in delegations):
            raise ValidationError(
                self.env._("Until: this day has passed. Choose today or a later one.")
            )
        if "active" in delegations.mapped("state"):
            self._tell_deputies()
        return delegations

    def _tell_deputies(self):
        """What waits already is told to those who can decide about it from now on."""
        self.env["collection.approval"].search(
            [("state", "=", "pending")]
        )._ask_approvers()

    def write(self, vals):
        self._check_may_set()
        if vals.keys() & FIXED and not self._is_shortened(vals):
            self._check_not_begun()
        result = super().write(vals)
        self._check_may_set()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_begun(self):
        self._check_may_set()
        self._check_not_begun()

    def _check_may_set(self):
        """Everybody for himself, administrators for others, nobody as the deputy."""
        if self.env.su:
            return
        user = self.env.user
        is_admin = user.has_group("base.group_system")
        for delegation in self:
            is_own = delegation.user_id == user
            if not user.has_group(MANAGER) or not (
                is_own or (is_admin and delegation.deputy_id != user)
            ):
                raise AccessError(
                    self.env._(
                        "You can name a deputy for yourself only. For somebody who is "
                        "away, an administrator can do it, but not in his own favour."
                    )
                )

    def _is_shortened(self, vals):
        """Only the last day is changed, to an earlier one that is not over yet."""
        until = fields.Date.to_date(vals.get("date_to"))
        if not until or vals.keys() & FIXED != {"date_to"}:
            return False
        today = self.env["collection.action"]._get_today()
        yesterday = fields.Date.subtract(today, days=1)
        return all(yesterday <= until <= each.date_to for each in self)

    def _check_not_begun(self):
        for delegation in self:
            if delegation.state != "planned":
                raise UserError(
                    self.env._(
                        "%(name)s has begun and is kept as evidence. It can be "
                        "shortened or ended; enter a new one for other days.",
                        name=delegation.display_name,
                    )
                )

    def action_end(self):
        """End what is in force: today is the first day without the deputy."""
        self._check_may_set()
        today = self.env["collection.action"]._get_today()
        running = self.filtered(lambda delegation: delegation.state == "active")
        running.write({"date_to": fields.Date.subtract(today, days=1)})

    @api.model
    def _get_absent(self, user):
        """Whose deputy the user is today, in the order in which they left."""
        today = self.env["collection.action"]._get_today()
        # Managers see who stands in for whom; so may whoever asks for approval.
        running_sudo = self.sudo().search(
            [
                ("deputy_id", "=", user.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            order="date_from, id",
        )
        return running_sudo.user_id.with_env(self.env)

    @api.model
    def _get_deputies(self, users):
        """Who stands in for any of these today."""
        today = self.env["collection.action"]._get_today()
        # See _get_absent.
        running_sudo = self.sudo().search(
            [
                ("user_id", "in", users.ids),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )
        return running_sudo.deputy_id.with_env(self.env)
