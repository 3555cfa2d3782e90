from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .collection_hold_set import MANAGER

# Written by what happens to a write-off, never by hand.
RESULTS = {
    "name",
    "state",
    "user_id",
    "company_id",
    "partner_id",
    "date_posted",
    "move_id",
    "end_reason",
    "relief_state",
    "relief_move_id",
    "relief_date",
    "reversal_id",
}
# What may be changed until it is posted; the rest as long as it is a draft.
UNTIL_POSTED = {"date", "relief_checked"}
LINE_RESULTS = {"amount_company", "amount_tax", "amount_recovered", "is_live"}


class CollectionWriteoff(models.Model):
    """Who may propose and change write-offs, and what of them.

    Held here and not by the screens: as superuser acts only what has checked rights.
    """

    _inherit = "collection.writeoff"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("name", None)
                self._check_no_results(vals, RESULTS)
        writeoffs = super().create(vals_list)
        writeoffs._check_may_make()
        return writeoffs

    def write(self, vals):
        if not self.env.su:
            self._check_may_make()
            self._check_no_results(vals, RESULTS)
            if set(vals) - UNTIL_POSTED:
                self._check_state("draft")
            elif "date" in vals:
                self._check_state("draft", "submitted", "approved")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_make()
        self._check_state("draft")

    def _check_may_make(self):
        """A collector proposes for his own cases and those of nobody."""
        if self.env.su:
            return
        self.check_access("write")
        self.case_id._check_own()

    def _check_may_post(self):
        if self.env.su:
            return
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Only a collections manager may post or reverse write-offs and "
                    "record recoveries. Ask one of them."
                )
            )

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for writeoff in self:
            if writeoff.state not in states:
                raise UserError(
                    self.env._(
                        "%(writeoff)s is %(state)s, so this cannot be done. Reload the "
                        "page to see what can.",
                        writeoff=writeoff.name,
                        state=labels[writeoff.state],
                    )
                )

    @api.model
    def _check_no_results(self, vals, results, model=None):
        model = self if model is None else model
        for name in vals.keys() & results:
            raise AccessError(
                self.env._(
                    "%(field)s follows from what happens to the write-off and cannot "
                    "be entered. Leave it out.",
                    field=model._fields[name].get_description(self.env)["string"],
                )
            )


class CollectionWriteoffLine(models.Model):
    """Changed by who may make the write-off, as long as it is a draft."""

    _inherit = "collection.writeoff.line"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Screens send back what they show; it is computed all the same.
                for name in LINE_RESULTS:
                    vals.pop(name, None)
        lines = super().create(vals_list)
        lines._check_may_change()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_may_change()
            self.writeoff_id._check_no_results(vals, LINE_RESULTS, self)
        result = super().write(vals)
        if not self.env.su:
            self.writeoff_id._recheck_approval()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_change()

    def _check_may_change(self):
        if not self.env.su:
            self.writeoff_id._check_may_make()
            self.writeoff_id._check_state("draft")
