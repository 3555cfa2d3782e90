from odoo import models

from .collection_agency_vetting import EXPIRED, SOON

TASK = "b2b_collections.mail_act_agency"


class CollectionAgency(models.Model):
    """The person responsible hears of vetting before it expires."""

    _inherit = "collection.agency"

    def _warn_of_expiry(self, day):
        """One task for each agency with something that expires soon, told once."""
        vettings = self.vetting_ids.filtered(
            lambda vetting: (
                vetting.expires_on
                and vetting.question_id.active
                and vetting.warned_for != vetting.expires_on
                and vetting._judge(day) in (SOON, EXPIRED)
            )
        )
        for agency, own in vettings.grouped("agency_id").items():
            agency.activity_schedule(
                TASK,
                max(day, min(own.mapped("expires_on"))),
                summary=self.env._(
                    "Renew: %(what)s",
                    what=", ".join(one._describe_expiry() for one in own),
                ),
                user_id=(agency.user_id or agency.create_uid).id,
            )
        for day_of_end, own in vettings.grouped("expires_on").items():
            own.warned_for = day_of_end
