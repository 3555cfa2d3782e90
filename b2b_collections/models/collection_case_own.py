from odoo import models
from odoo.exceptions import AccessError

from .collection_hold_set import MANAGER


class CollectionCase(models.Model):
    """Whose case it is."""

    _inherit = "collection.case"

    def _check_own(self):
        """A collector works on his own cases and those of nobody, a manager on all.

        :raises AccessError: one of them is the case of somebody else
        """
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        others = self.filtered(lambda case: case.user_id - self.env.user)
        if others:
            raise AccessError(
                self.env._(
                    "%(debtor)s is the case of %(collector)s. Only its collector or a "
                    "collections manager may do this.",
                    debtor=others[0].partner_id.name,
                    collector=others[0].user_id.name,
                )
            )
