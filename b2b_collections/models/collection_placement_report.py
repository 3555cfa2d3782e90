from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount, format_date

from .collection_placement import PLACED


class CollectionPlacement(models.Model):
    """What the agency reports, entered by our people or by itself in the portal.

    The portal calls these as superuser, after it has checked whose placement it is.
    """

    _inherit = "collection.placement"

    agency_reference = fields.Char(
        string="Reference of the Agency", readonly=True, copy=False
    )
    promise_date = fields.Date(string="Promised For", readonly=True, copy=False)
    promise_amount = fields.Monetary(string="Promised", readonly=True, copy=False)
    plan_until = fields.Date(
        string="Last Instalment",
        readonly=True,
        copy=False,
        help="Of the payment plan that the agency has agreed upon.",
    )
    plan_amount = fields.Monetary(string="In the Plan", readonly=True, copy=False)
    report_on = fields.Date(string="Last Report", readonly=True, copy=False)
    report_note = fields.Text(string="What It Said", readonly=True, copy=False)

    def action_acknowledge(self):
        self._acknowledge()

    def action_set_working(self):
        self._set_working()

    def _acknowledge(self, reference=None, day=None):
        """The agency has received the placement.

        :param reference: its own number
        :raises UserError: not placed, or acknowledged already
        """
        self._check_may_make()
        self._check_state("placed")
        today = self.env["collection.action"]._get_today()
        # Rights were checked, here or by the portal; states are nobody's to write.
        placements_sudo = self.sudo()
        vals = {"date_acknowledged": day or today}
        if reference:
            vals["agency_reference"] = reference.strip()[:100]
        placements_sudo._set_state("acknowledged", **vals)
        placements_sudo._record("placement_acknowledged", reference)
        placements_sudo._close_ack_tasks()

    def _set_working(self, note=None):
        """The agency works on it, or goes on after a promise or plan came to nothing.

        :param note: what it said
        """
        self._note_report("working", "placement_working", note)

    def _report_promise(self, date, amount, note=None):
        """The debtor has promised the agency to pay.

        :param amount: in the currency of the placement
        :raises ValidationError: the day has passed, or it is not an amount that is
            open
        """
        today = self.env["collection.action"]._get_today()
        if not date or date < today:
            raise ValidationError(
                self.env._("Promised for: choose today or a later day.")
            )
        self._check_reported(self.env._("Promised"), amount)
        self._note_report(
            "promised",
            "placement_promised",
            note,
            promise_date=date,
            promise_amount=amount,
        )

    def _report_plan(self, until, amount, note=None):
        """The agency has agreed upon a payment plan with the debtor.

        :param until: day of the last instalment
        :param amount: sum of the instalments
        """
        today = self.env["collection.action"]._get_today()
        if not until or until < today:
            raise ValidationError(
                self.env._("Last instalment: choose today or a later day.")
            )
        self._check_reported(self.env._("In the plan"), amount)
        self._note_report(
            "plan", "placement_plan", note, plan_until=until, plan_amount=amount
        )

    def _check_reported(self, what, amount):
        for placement in self:
            # What the ledger says now; a payment may have come.
            placement.sudo()._update_amounts()
            currency, most = placement.currency_id, placement.amount_open
            if amount <= 0 or currency.compare_amounts(amount, most) > 0:
                raise ValidationError(
                    self.env._(
                        "%(what)s: enter more than 0 and at most %(most)s, which is "
                        "open.",
                        what=what,
                        most=format_amount(self.env, most, currency),
                    )
                )

    def _note_report(self, state, event, note, **vals):
        self._check_may_make()
        self._check_state(*PLACED)
        today = self.env["collection.action"]._get_today()
        note = (note or "").strip()[:2000]
        # Who reports has the placement: it need not be acknowledged on its own.
        # Rights were checked as above.
        for placement_sudo in self.sudo():
            placement_sudo._set_state(
                state,
                date_acknowledged=placement_sudo.date_acknowledged or today,
                report_on=today,
                report_note=note,
                **vals,
            )
        words = {placement: placement._describe_report(state) for placement in self}
        self.sudo()._record(event, words)
        self.sudo()._close_ack_tasks()

    def _describe_report(self, state):
        if state == "promised":
            return self.env._(
                "%(amount)s promised for %(date)s",
                amount=format_amount(self.env, self.promise_amount, self.currency_id),
                date=format_date(self.env, self.promise_date),
            )
        if state == "plan":
            return self.env._(
                "Plan over %(amount)s until %(date)s",
                amount=format_amount(self.env, self.plan_amount, self.currency_id),
                date=format_date(self.env, self.plan_until),
            )
        return self.name
