from odoo import fields, models

from ..core.zones import find_zones
from .collection_run_act import DEBTOR_ERRORS


class ResCompany(models.Model):
    _inherit = "res.company"

    collection_mode = fields.Selection(
        [
            ("prepare", "Prepare only: the daily run sends nothing"),
            ("live", "Live: the daily run contacts debtors"),
        ],
        default="prepare",
        required=True,
        help="A manager goes live by confirming the first preview.",
    )
    collection_default_user_id = fields.Many2one(
        "res.users",
        string="Default Collector",
        help="For new cases of debtors without a salesperson.",
    )
    collection_daily_run = fields.Boolean(
        default=True, help="The scheduled job makes a run of this company every day."
    )
    collection_approver_id = fields.Many2one(
        "res.users",
        string="Approver",
        help="Gets a task for every message that needs approval, and for breakdowns.",
    )

    def _get_collection_zone(self):
        """Time zone of the company, where nothing is known of a debtor."""
        self.ensure_one()
        partner = self.partner_id
        return find_zones(
            partner.country_id.code or "",
            partner.state_id.code or "",
            partner.tz or "",
            "UTC",
        )[0]

    def _run_collections(self):
        """Today's run: a preview in prepare-only mode, the real one when live.

        A company whose run fails says so on the run; the others go on.
        """
        self.ensure_one()
        Run = self.env["collection.run"].with_company(self)
        run = Run.create({"company_id": self.id, "is_automatic": True})
        if run._exists_for_day():
            run.unlink()
            return
        try:
            with self.env.cr.savepoint():
                run._start() if self.collection_mode == "live" else run._preview()
        except DEBTOR_ERRORS as error:
            run._note_failure(error)
