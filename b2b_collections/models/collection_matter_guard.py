from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .collection_hold_set import MANAGER
from .collection_matter import UNFILED

# Written by what happens to a matter, never by hand.
RESULTS = {
    "name",
    "state",
    "path",
    "result",
    "company_id",
    "partner_id",
    "date_filed",
    "date_closed",
    "close_note",
    "is_resting",
}
# What a matter rests on once it was opened, and what the claim is once it is filed.
BASIS = {"kind_id", "case_id", "date_opened"}
CLAIM = BASIS | {"date_interest", "costs_claimed"}


class CollectionMatter(models.Model):
    """Who may work on matters, and what of them may be changed when.

    Held here and not by the screens: as superuser acts only what has checked rights.
    """

    _inherit = "collection.matter"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("name", None)
                self._check_no_results(vals, RESULTS)
        matters = super().create(vals_list)
        matters._check_may_work()
        return matters

    def write(self, vals):
        if not self.env.su:
            self._check_may_work()
            self._check_no_results(vals, RESULTS)
            self._check_writable(set(vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_work()
        for matter in self:
            if matter.state != "draft":
                raise UserError(
                    self.env._(
                        "%(matter)s is no draft any more and stays as history. Cancel "
                        "or close it instead.",
                        matter=matter.name,
                    )
                )

    def _is_claim_open(self):
        self.ensure_one()
        return self.state in UNFILED

    def _check_may_work(self):
        """A collector works on matters of his own cases and those of nobody."""
        if self.env.su:
            return
        self.check_access("write")
        self.case_id._check_own()

    def _check_manager(self, what):
        """
        :param what: what only managers may do, a whole sentence
        """
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(what)

    def _check_writable(self, names):
        for matter in self:
            is_over = matter.state in ("closed", "cancelled")
            if is_over and names - {"note"}:
                raise UserError(
                    self.env._(
                        "%(matter)s is over and cannot be changed. A collections "
                        "manager can undo the closing.",
                        matter=matter.name,
                    )
                )
            fixed = BASIS if matter.state == "opened" else CLAIM
            if matter.state != "draft" and names & fixed:
                raise UserError(
                    self.env._(
                        "%(matter)s is %(state)s: what it rests on cannot be changed "
                        "any more. A collections manager can undo the last step.",
                        matter=matter.name,
                        state=matter._get_state_name(),
                    )
                )

    @api.model
    def _check_no_results(self, vals, results, model=None):
        model = self if model is None else model
        for name in vals.keys() & results:
            raise AccessError(
                self.env._(
                    "%(field)s follows from what happens to the matter and cannot be "
                    "entered. Leave it out.",
                    field=model._fields[name].get_description(self.env)["string"],
                )
            )

    def _get_state_name(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return states[self.state]
