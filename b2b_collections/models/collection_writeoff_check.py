from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date
from odoo.tools import format_amount, format_date


class CollectionWriteoff(models.Model):
    """Whether items and date of a write-off can be as they are."""

    _inherit = "collection.writeoff"

    def _check_items(self):
        """Open, the debtor's, at most the residual, and in nobody else's hands."""
        for writeoff in self:
            if not writeoff.line_ids:
                raise UserError(
                    self.env._(
                        "%(writeoff)s has no items. Add what is to be written off.",
                        writeoff=writeoff.name,
                    )
                )
            writeoff.line_ids._check_owner()
            writeoff.line_ids._check_amount()
            bars = writeoff.line_ids.item_id._find_writeoff_bars(ignore=writeoff)
            if bars:
                raise UserError("\n".join(bars.values()))

    def _check_date(self, date, has_tax, journal=None):
        """A day on which the books are open, not before the items and not to come.

        :raises UserError: names the lock date and the first day that is possible
        """
        self.ensure_one()
        today = self.env["collection.action"]._get_today()
        if date > today:
            raise UserError(
                self.env._(
                    "Accounting Date: %(date)s is still to come. Choose today or an "
                    "earlier day.",
                    date=format_date(self.env, date),
                )
            )
        journal = journal or self.company_id._get_writeoff_journal()
        locks = self.company_id._get_violated_lock_dates(date, has_tax, journal)
        if not locks:
            return
        first = Date.add(max(lock[0] for lock in locks), days=1)
        raise UserError(
            self.env._(
                "Accounting Date: %(date)s is in a period that is closed by "
                "%(locks)s. Choose %(first)s or a later day, or ask an accountant to "
                "change the lock date.",
                date=format_date(self.env, date),
                locks=self.env["res.company"]._format_lock_dates(locks),
                first=format_date(self.env, first),
            )
        )

    def _check_not_before_items(self, date):
        """Else the ageing of the days between would owe the debtor money."""
        # Who may propose write-offs sees the items; their entries are accounting's.
        lines_sudo = self.sudo().line_ids.item_id.move_line_id
        last = max(lines_sudo, key=lambda line: line.date)
        if date < last.date:
            raise UserError(
                self.env._(
                    "Accounting Date: %(item)s was booked on %(last)s. Choose that day "
                    "or a later one.",
                    item=last.move_id.name,
                    last=format_date(self.env, last.date),
                )
            )


class CollectionWriteoffLine(models.Model):
    _inherit = "collection.writeoff.line"

    @api.constrains("item_id", "writeoff_id")
    def _check_item(self):
        self._check_owner()

    @api.constrains("amount", "item_id")
    def _check_entered_amount(self):
        # What was written off is not open any more, and is right all the same.
        self.filtered(lambda one: one.writeoff_id.state == "draft")._check_amount()

    def _check_owner(self):
        for line in self:
            item, writeoff = line.item_id, line.writeoff_id
            if item.partner_id != writeoff.partner_id:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s is owed by %(other)s, the write-off is of "
                        "%(debtor)s. Leave it out.",
                        item=item.name,
                        other=item.partner_id.name,
                        debtor=writeoff.partner_id.name,
                    )
                )
            if item.company_id != writeoff.company_id:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s belongs to another company than the case. "
                        "Leave it out.",
                        item=item.name,
                    )
                )
            if item.currency_id != writeoff.currency_id:
                raise ValidationError(
                    self.env._(
                        "Items: %(item)s is in %(other)s, the write-off in "
                        "%(currency)s. Make a write-off of its own for it.",
                        item=item.name,
                        other=item.currency_id.name,
                        currency=writeoff.currency_id.name,
                    )
                )

    def _check_amount(self):
        for line in self:
            residual = line.item_id._get_open_residual()
            if line.currency_id.is_zero(residual):
                raise ValidationError(
                    self.env._(
                        "Items: nothing is open of %(item)s any more. Leave it out.",
                        item=line.item_id.name,
                    )
                )
            if line.currency_id.is_zero(line.amount):
                raise ValidationError(
                    self.env._(
                        "To Write Off: enter an amount above 0 for %(item)s, or remove "
                        "it.",
                        item=line.item_id.name,
                    )
                )
            if line.currency_id.compare_amounts(line.amount, residual) > 0:
                raise ValidationError(
                    self.env._(
                        "To Write Off: %(amount)s is more than the %(residual)s that "
                        "are open of %(item)s. Enter at most that.",
                        amount=format_amount(self.env, line.amount, line.currency_id),
                        residual=format_amount(self.env, residual, line.currency_id),
                        item=line.item_id.name,
                    )
                )
