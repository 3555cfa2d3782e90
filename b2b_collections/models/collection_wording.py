from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CollectionWording(models.Model):
    """A manager's confirmation of texts that the check had warned of.

    It holds for the very texts and warnings that he saw: their digest is compared
    whenever a message is about to be written.
    """

    _name = "collection.wording"
    _description = "Confirmed Wording"
    _order = "id desc"
    _check_company_auto = True

    level_id = fields.Many2one(
        "collection.level", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    finding_count = fields.Integer(string="Warnings", readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True, required=True)
    date = fields.Datetime(string="On", readonly=True, required=True)


class CollectionLevel(models.Model):
    """How the texts of a level are confirmed."""

    _inherit = "collection.level"

    def _confirm_wording(self, company, reason):
        """Let the texts of these levels be sent by a company as they are now.

        :raises AccessError: the user is no manager of collections
        :raises UserError: there is no reason
        """
        self._check_may_confirm()
        if company not in self.env.companies:
            raise AccessError(
                self.env._("You cannot confirm texts for another company.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why these words may be used."))
        open_digests = {
            level: digest
            for level, digest in self._get_open_digests(company).items()
            if digest
        }
        found = self._lint(company)
        # Nobody may write confirmations but through this check.
        self.env["collection.wording"].sudo().create(
            [
                {
                    "level_id": level.id,
                    "company_id": company.id,
                    "digest": digest,
                    "reason": reason,
                    "finding_count": sum(f.severity == "warning" for f in found[level]),
                    "user_id": self.env.uid,
                    "date": self.env["collection.action"]._get_now(),
                }
                for level, digest in open_digests.items()
            ]
        )
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": company.id,
                    "event": "wording_confirmed",
                    "detail": f"{level.short_name}: {reason}",
                    "data": {
                        "level_id": level.id,
                        "digest": digest,
                        "words": sorted(
                            {f.detail for f in found[level] if f.severity == "warning"}
                        ),
                    },
                }
                for level, digest in open_digests.items()
            ]
        )

    def _check_may_confirm(self):
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        ):
            raise AccessError(
                self.env._("Only a collections manager may confirm texts.")
            )
        self.check_access("write")
