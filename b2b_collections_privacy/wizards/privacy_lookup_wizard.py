from odoo import models

# Of these a lookup tells. What else collections has hangs on them, on the contact or
# on the ledger, and goes with them: a line that somebody deletes would be a hole.
SHOWN = "collection.action"


class PrivacyLookupWizard(models.TransientModel):
    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        """Leave out the models of collections that cannot be erased one by one."""
        return super()._get_query_models_blacklist() + [
            name
            for name in self.env
            if name.startswith("collection.") and name != SHOWN
        ]
