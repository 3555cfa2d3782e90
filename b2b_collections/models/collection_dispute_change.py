from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .collection_dispute import OPEN_STATES
from .collection_hold_set import MANAGER

COLLECTOR = "b2b_collections.group_collections_user"
# What an owner may write himself; the rest is for collectors.
FOR_OWNERS = {"evidence_ids"}
EDITABLE = FOR_OWNERS | {
    "contact_id",
    "date_deadline",
    "description",
    "line_ids",
    "user_id",
}


class CollectionDispute(models.Model):
    """Who may open, change and work on disputes."""

    _inherit = "collection.dispute"

    @api.model_create_multi
    def create(self, vals_list):
        today = self.env["collection.action"]._get_today()
        # What becomes of a dispute is decided later, by those who may.
        allowed = {*EDITABLE, "case_id", "reason_id", "origin"}
        confirmed = [vals.get("confirm") for vals in vals_list]
        vals_list = [
            {
                **{name: vals[name] for name in vals if name in allowed},
                "date_opened": today,
                "name": self.env["ir.sequence"].next_by_code(
                    "collection.dispute", sequence_date=today
                )
                or "",
            }
            for vals in vals_list
        ]
        disputes = super().create(vals_list)
        if not self.env.su:
            disputes.case_id._check_may_hold()
        disputes._own_evidence()
        disputes._begin()
        for dispute, is_confirmed in zip(disputes, confirmed, strict=True):
            if is_confirmed:
                dispute._confirm()
        return disputes

    def write(self, vals):
        if not self.env.su:
            self._check_may_edit(vals)
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._own_evidence()
        if "user_id" in vals or "date_deadline" in vals:
            self._plan_decision()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A dispute is part of the history: withdraw it with a reason instead."
            )
        )

    def _own_evidence(self):
        """Who may read the dispute may read its evidence.

        Files that were chosen before the dispute was saved belong to nothing yet.
        """
        for dispute in self:
            # Of the user himself: he has just put them here.
            files_sudo = dispute.evidence_ids.sudo().filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            files_sudo.write({"res_model": self._name, "res_id": dispute.id})

    def _check_may_edit(self, vals):
        names = {
            name for name in vals if not name.startswith(("message_", "activity_"))
        }
        if not names:
            return
        self._check_may_work()
        is_collector = self.env.user.has_group(COLLECTOR)
        refused = names - (EDITABLE if is_collector else FOR_OWNERS)
        if refused:
            field = self._fields[min(refused)]._description_string(self.env)
            raise AccessError(
                self.env._(
                    "%(field)s: this is not changed by hand here. Use the buttons of "
                    "the dispute, or ask the collector of the case.",
                    field=field,
                )
            )
        if names - FOR_OWNERS and any(d.state not in OPEN_STATES for d in self):
            raise UserError(
                self.env._(
                    "This dispute is decided: its facts are kept as they are. Reopen "
                    "it to change them."
                )
            )

    def _check_may_work(self):
        """The owner, the collector of the case, and managers.

        :raises AccessError: somebody else's dispute
        """
        if self.env.su:
            return
        self.check_access("read")
        user = self.env.user
        if user.has_group(MANAGER):
            return
        is_collector = user.has_group(COLLECTOR)
        # Owners outside collections may not read the case; who works on it they may
        # be told.
        for dispute, dispute_sudo in zip(self, self.sudo(), strict=True):
            mine = dispute_sudo.user_id | dispute_sudo.collector_id
            if is_collector and not dispute_sudo.collector_id:
                mine |= user
            if user not in mine:
                raise AccessError(
                    self.env._(
                        "%(dispute)s is looked after by %(owner)s. Only its owner, "
                        "the collector of the case and collections managers may "
                        "change it.",
                        dispute=dispute.name,
                        owner=dispute_sudo.user_id.name,
                    )
                )
