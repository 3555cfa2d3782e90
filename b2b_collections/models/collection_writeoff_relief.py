from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..core.decide import exact
from .collection_writeoff_parts import NET, TAX

RELIEFS = [
    ("none", "No relief: all of it is expense"),
    ("now", "Relief at once: tax goes back with the write-off"),
    ("later", "Relief later: a second entry, once the law allows it"),
]


class CollectionWriteoff(models.Model):
    """Tax of written-off invoices that goes back, at once or later.

    What it is allowed for, and when, is for the law of the country and the accountants
    of the company: settings say which way is taken, and show their own checklist.
    """

    _inherit = "collection.writeoff"

    tax_relief = fields.Selection(
        RELIEFS,
        string="Tax",
        required=True,
        default=lambda self: self.env.company.collection_writeoff_relief,
        tracking=True,
    )
    relief_state = fields.Selection(
        [
            ("none", "No tax relief"),
            ("waiting", "Relief to be claimed"),
            ("claimed", "Relief claimed"),
        ],
        string="Tax Relief",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    relief_from = fields.Date(
        compute="_compute_relief_from",
        help="When the months that the settings ask for have passed since the last due "
        "date.",
    )
    relief_note = fields.Html(related="company_id.collection_writeoff_relief_note")
    relief_checked = fields.Boolean(
        string="Conditions Are Met",
        copy=False,
        tracking=True,
        help="Tick it once you have checked the conditions that are listed here.",
    )
    relief_date = fields.Date(string="Relief Claimed On", readonly=True, copy=False)
    relief_move_id = fields.Many2one(
        "account.move", string="Entry of the Relief", readonly=True, copy=False
    )

    def _compute_relief_from(self):
        for writeoff in self:
            last = max(
                writeoff.line_ids.filtered("date_due").mapped("date_due"), default=None
            )
            months = writeoff.company_id.collection_writeoff_relief_months
            writeoff.relief_from = last and fields.Date.add(last, months=months)

    def _get_relief_state(self, taxed):
        if taxed:
            return "claimed"
        is_later = self.tax_relief == "later" and self._has_tax()
        return "waiting" if is_later else "none"

    def _has_tax(self):
        return any(
            part.kind == TAX
            for line in self.line_ids
            for part in line._read_parts(with_tax=True)
        )

    def action_claim_relief(self):
        self._claim_relief()

    def _claim_relief(self, date=None):
        """Second step of a relief that comes later: the tax goes back from expense.

        :param date: accounting date, today when left out
        """
        self._check_may_post()
        self._check_state("posted")
        date = date or self.env["collection.action"]._get_today()
        for writeoff in self:
            writeoff._check_relief(date)
            # Rights and conditions were checked; the entry is as they say.
            writeoff.sudo()._post_relief(date)
        self._record("writeoff_relief")

    def _check_relief(self, date):
        if self.relief_state != "waiting":
            raise UserError(
                self.env._(
                    "%(writeoff)s: no tax relief is to be claimed.", writeoff=self.name
                )
            )
        if not self.relief_checked:
            raise UserError(
                self.env._(
                    "Conditions Are Met: check the conditions that are listed on "
                    "%(writeoff)s, and tick it.",
                    writeoff=self.name,
                )
            )
        if self.recovery_ids.filtered(lambda one: one.state == "posted"):
            raise UserError(
                self.env._(
                    "%(writeoff)s was recovered in part already, and tax relief cannot "
                    "be claimed for what came in. Undo the recovery, claim the relief "
                    "and record it again.",
                    writeoff=self.name,
                )
            )
        if date < self.relief_from:
            raise UserError(
                self.env._(
                    "Tax relief of %(writeoff)s can be claimed from %(date)s, "
                    "%(months)s months after the last due date. An administrator can "
                    "change the months in the settings.",
                    writeoff=self.name,
                    date=format_date(self.env, self.relief_from),
                    months=self.company_id.collection_writeoff_relief_months,
                )
            )

    def _post_relief(self, date):
        self._check_date(date, has_tax=True)
        entries = []
        for line in self.line_ids:
            amounts = exact(line.amount), exact(line.amount_company)
            parts = line._get_parts(*amounts, True)
            line.amount_tax = sum(
                float(part.amount) for part in parts if part.kind == TAX
            )
            entries += line._prepare_relief(parts)
        move = self._make_move(date, entries)
        self.write(
            {
                "relief_move_id": move.id,
                "relief_state": "claimed",
                "relief_date": date,
            }
        )


class CollectionWriteoffLine(models.Model):
    _inherit = "collection.writeoff.line"

    def _prepare_relief(self, parts):
        """Dr tax / Cr bad debts; and the expense itself with the tags of its base.

        The base moves from bad debts to bad debts, from a line without tags to one
        with those of a credit note, so that the tax return sees it and the expense
        stays what it is.
        """
        account = self.company_id._get_writeoff_account().id
        entries = []
        for part in parts:
            if part.kind == TAX or (part.kind == NET and part.refund_tags):
                back = self._prepare_entry(-float(part.amount), -float(part.company))
                back |= {"account_id": account, "tax_tag_ids": [Command.clear()]}
                entries += [self._prepare_part(part), (back, None)]
        return entries
