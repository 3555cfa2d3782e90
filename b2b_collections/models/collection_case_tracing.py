from odoo import api, fields, models
from odoo.fields import Command, Domain

from .collection_run_write import CONTACT_PROBLEMS
from .collection_tracing import TASK


class CollectionCase(models.Model):
    """Debtors whom no message reaches are searched for."""

    _inherit = "collection.case"

    tracing_ids = fields.One2many("collection.tracing", "case_id")
    tracing_id = fields.Many2one(
        "collection.tracing",
        compute="_compute_tracing_id",
        string="Open Tracing",
        help="The search for a contact that is going on.",
    )

    @api.depends("tracing_ids.state")
    def _compute_tracing_id(self):
        found = self.env["collection.tracing"].search(
            [("case_id", "in", self.ids), ("state", "=", "open")]
        )
        by_case = found.grouped("case_id")
        for case in self:
            case.tracing_id = by_case.get(case)

    def action_trace(self):
        """Open the tracing of this case; begin one if none is going on."""
        self.ensure_one()
        self.check_access("write")
        tracing = self.tracing_id or self._start_tracings(
            {self: self.env._("Opened by hand")}, is_manual=True
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "collection.tracing",
            "res_id": tracing.id,
            "views": [(False, "form")],
        }

    @api.model
    def _start_tracings(self, words, is_manual=False, day=None):
        """Open tracings with the standard checklist and a task for the collector.

        :param words: ``{case: why}``
        :param day: on which they begin, if not today
        """
        steps = self.env["collection.tracing.step"].search(Domain.TRUE)
        day = day or self.env["collection.action"]._get_today()
        checklist = [
            Command.create({"name": step.name, "sequence": step.sequence})
            for step in steps
        ]
        # The run opens them as system, a person after the rights on the case.
        tracings_sudo = (
            self.env["collection.tracing"]
            .sudo()
            .create(
                [
                    {
                        "case_id": case.id,
                        "user_id": case._get_owner().id,
                        "reason": why,
                        "is_manual": is_manual,
                        "date_opened": day,
                        "line_ids": checklist,
                    }
                    for case, why in words.items()
                ]
            )
        )
        summary = self.env._("Trace a contact")
        tasks = {case: (summary, why) for case, why in words.items()}
        self._plan_quietly(TASK, tasks, day)
        tracings_sudo._record_tracing(False)
        return tracings_sudo.sudo(self.env.su)

    def _get_owner(self):
        """Who takes care of the debtor: the collector, else a manager."""
        self.ensure_one()
        return self.user_id or self.company_id._get_collection_manager()

    @api.model
    def _plan_quietly(self, xmlid, tasks, day):
        """Tasks of collectors without a mail for each: a run may bring a hundred.

        :param tasks: ``{case: (summary, note)}``
        :param day: on which they are due
        """
        model_id = self.env["ir.model"]._get_id("collection.case")
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
        # Once for all cases without a collector: the run may bring a thousand.
        managers = {
            company: company._get_collection_manager()
            for company in self.browse(case.id for case in tasks).company_id
        }
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": type_id,
                    "automated": True,
                    "res_model_id": model_id,
                    "res_id": case.id,
                    "user_id": (case.user_id or managers[case.company_id]).id,
                    "date_deadline": day,
                    "summary": summary,
                    "note": note,
                }
                for case, (summary, note) in tasks.items()
            ]
        )

    def _find_unreached(self):
        """The first item whose level still reaches nobody; empty if some level does.

        As the addresses are now, not as the last run found them.
        """
        self.ensure_one()
        held = self.item_ids.filtered(
            lambda item: (
                item.state == "open"
                and item.verdict == "hold"
                and item.reason_code in CONTACT_PROBLEMS
            )
        )
        for (level, contact), items in held.grouped(
            lambda item: (item.next_level_id, item.contact_id)
        ).items():
            found = self._resolve_recipient(level, contact)
            if found and not found.code:
                return held.browse()
            held = items | held
        return held[:1]
