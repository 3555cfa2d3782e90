from odoo import fields, models

from .sms_sms import BAD_NUMBER


class SmsTracker(models.Model):
    """What the provider reports of a text after it has left, for the journal."""

    _inherit = "sms.tracker"

    collection_action_id = fields.Many2one(
        "collection.action", index="btree_not_null", ondelete="cascade"
    )

    def _action_update_from_sms_state(
        self, sms_state, failure_type=False, failure_reason=False
    ):
        if sms_state == "sent":
            self._record_delivered()
        return super()._action_update_from_sms_state(
            sms_state, failure_type=failure_type, failure_reason=failure_reason
        )

    def _action_update_from_provider_error(self, provider_error):
        """It had left and did not arrive. What did not even leave: see sms.sms."""
        actions = self.collection_action_id._as_journal()
        lost = actions.filtered(lambda action: action.state == "done")
        if f"sms_{provider_error}" in BAD_NUMBER:
            lost._mark_address("wrong_number", provider_error)
        lost._bounce(provider_error)
        return super()._action_update_from_provider_error(provider_error)

    def _record_delivered(self):
        """In the words of Odoo a text is sent when it has arrived. Told twice, it
        arrived once."""
        actions = self.collection_action_id
        known = self.env["collection.journal.entry"].search(
            [("action_id", "in", actions.ids), ("event", "=", "delivered")]
        )
        (actions - known.action_id)._record_event("delivered")
