from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_amount

from ..core.allocation import PAYMENT
from ..core.decide import exact
from ..core.plan import MISSED, Due, Habits, follow
from ..core.workdays import Workdays
from ..reports.formatting import total


class CollectionMatter(models.Model):
    """What a court decided, and how the debtor pays by it."""

    _inherit = "collection.matter"

    judgement_date = fields.Date(copy=False, tracking=True, string="Judgement Of")
    judgement_amount = fields.Monetary(
        copy=False, tracking=True, string="Awarded", help="Principal and interest."
    )
    judgement_costs = fields.Monetary(copy=False, tracking=True, string="Costs Awarded")
    judgement_total = fields.Monetary(
        compute="_compute_judgement_total", string="Awarded in All"
    )
    judgement_note = fields.Text(copy=False, string="What the Court Said")
    instalment_ids = fields.One2many(
        "collection.matter.instalment", "matter_id", copy=False
    )
    instalment_gap = fields.Monetary(
        compute="_compute_judgement_total",
        string="Not in Instalments",
        help="Awarded less the instalments.",
    )

    @api.depends("judgement_amount", "judgement_costs", "instalment_ids.amount")
    def _compute_judgement_total(self):
        for matter in self:
            awarded = [matter.judgement_amount, matter.judgement_costs]
            currency = matter.currency_id
            shares = total(matter.instalment_ids.mapped("amount"), currency)
            in_all = total(awarded, currency)
            matter.judgement_total = float(in_all)
            matter.instalment_gap = float(in_all - shares) if shares else 0.0

    @api.constrains("judgement_amount", "judgement_costs")
    def _check_judgement(self):
        for matter in self:
            if matter.judgement_amount < 0 or matter.judgement_costs < 0:
                raise ValidationError(
                    self.env._("Awarded: amounts of a judgement cannot be negative.")
                )

    def action_judgement(self):
        """The court has decided as entered; what follows counts from its day."""
        self._check_may_work()
        self._check_state("filed", "pending")
        today = self.env["collection.action"]._get_today()
        for matter in self:
            day = matter.judgement_date
            if not day or day > today or day < matter.date_filed:
                raise ValidationError(
                    self.env._(
                        "Judgement of: enter the day of the judgement, between filing "
                        "and today."
                    )
                )
        # The rights were checked above; states are nobody's to write.
        for matter_sudo in self.sudo():
            matter_sudo._move("judgement")
            matter_sudo._add_steps("judgement", matter_sudo.judgement_date)

    def action_update(self):
        """See at once what was paid, instead of in the next run."""
        self._check_may_work()
        # As above; what is written follows from the ledger.
        self.sudo()._follow_instalments(self.env["collection.action"]._get_today())

    def _follow_instalments(self, day):
        """Bring instalments up to date with the ledger, all of them in one query."""
        matters = self.filtered("instalment_ids")
        settlements = matters.item_ids.item_id._load_settlements()
        missed = matters.browse()
        for matter in matters:
            if matter._see_instalments(settlements, day):
                missed |= matter
        missed._ask_about_missed(day)

    def _see_instalments(self, settlements, day):
        """
        :param settlements: ``{item id: [Settlement]}``
        :return: whether an instalment was found missed just now
        """
        lines = self.instalment_ids.sorted("date")
        since = self.judgement_date or self.date_filed
        settled = [
            one
            for part in self.item_ids
            if part.currency_id == self.currency_id
            for one in settlements.get(part.item_id.id, ())
            if one.day >= since
        ]
        paid = sorted((one.day, one.amount) for one in settled if one.kind == PAYMENT)
        other = sum((one.amount for one in settled if one.kind != PAYMENT), exact(0))
        habits = Habits(grace=self.company_id.collection_matter_grace_days)
        dues = [Due(line.date, exact(line.amount)) for line in lines]
        progress = follow(dues, paid, other, day, habits, Workdays())
        known = lines.filtered(lambda line: line.state == MISSED)
        for line, standing in zip(lines, progress.standings, strict=True):
            line._note_standing(standing)
        return bool(lines.filtered(lambda line: line.state == MISSED) - known)

    def _ask_about_missed(self, day):
        tasks = {
            matter.case_id: (
                self.env._(
                    "%(matter)s: an instalment under the judgement was missed",
                    matter=matter.name,
                ),
                False,
            )
            for matter in self
        }
        if tasks:
            self.env["collection.case"]._plan_quietly(
                "b2b_collections.mail_act_instalment", tasks, day
            )


class CollectionMatterInstalment(models.Model):
    """An instalment that a court granted. Paid is what the ledger says."""

    _name = "collection.matter.instalment"
    _description = "Instalment under a Judgement"
    _inherit = ["collection.matter.part"]
    _order = "date, id"
    _results = frozenset(
        {"amount_paid", "amount_reduced", "state", "date_paid", "company_id"}
    )

    currency_id = fields.Many2one(related="matter_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    amount_paid = fields.Monetary(readonly=True, string="Paid")
    amount_reduced = fields.Monetary(readonly=True, string="Credited")
    amount_rest = fields.Monetary(compute="_compute_amount_rest", string="Still to Pay")
    date_paid = fields.Date(readonly=True, string="Paid On")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("paid", "Paid"),
            ("late", "Late"),
            ("missed", "Missed"),
        ],
        default="open",
        required=True,
        readonly=True,
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An instalment must be more than 0."
    )

    @api.depends("amount", "amount_paid", "amount_reduced")
    def _compute_amount_rest(self):
        for line in self:
            rest = line.amount - line.amount_paid - line.amount_reduced
            line.amount_rest = line.currency_id.round(rest)

    @api.constrains("amount", "matter_id")
    def _check_sum(self):
        for matter in self.matter_id:
            is_judged = matter.state in ("judgement", "enforcement")
            over = matter.currency_id.compare_amounts(matter.instalment_gap, 0) < 0
            if is_judged and over:
                raise ValidationError(
                    self.env._(
                        "Instalments: together they are %(over)s more than what was "
                        "awarded. Correct the instalments or the judgement.",
                        over=format_amount(
                            self.env, -matter.instalment_gap, matter.currency_id
                        ),
                    )
                )

    def _check_may_change(self):
        super()._check_may_change()
        for matter in self.matter_id:
            if not self.env.su and matter.state not in ("judgement", "enforcement"):
                raise UserError(
                    self.env._(
                        "Instalments follow from a judgement. Enter it first, then "
                        "use Record Judgement."
                    )
                )

    def _note_standing(self, standing):
        vals = {
            "amount_paid": float(standing.paid),
            "amount_reduced": float(standing.reduced),
            "state": standing.state,
            "date_paid": standing.date_paid or False,
        }
        changed = {name: new for name, new in vals.items() if self[name] != new}
        if changed:
            self.write(changed)
