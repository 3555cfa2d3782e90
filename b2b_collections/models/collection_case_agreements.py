from odoo import fields, models
from odoo.tools import SQL

# Stages that speak of something that runs beside the ladder, the weightiest first.
AGREEMENT_STAGES = (
    "legal",
    "write_off",
    "agency",
    "plan",
    "disputed",
    "promised",
    "negotiation",
)


class CollectionCase(models.Model):
    """Where a case stands while something is agreed upon, contested or handed over."""

    _inherit = "collection.case"

    is_stage_derived = fields.Boolean(
        readonly=True,
        copy=False,
        help="The stage follows a promise, dispute, plan, placement, matter or "
        "write-off, and ends with it.",
    )

    def write(self, vals):
        # Whoever moves a case by hand decides where it stays.
        if "stage_id" in vals:
            vals = dict(vals, is_stage_derived=False)
        return super().write(vals)

    def _get_agreement_stages(self):
        """``{case id: {stage code}}`` of what runs; extended by each kind of agreement.

        The codes are those of :data:`AGREEMENT_STAGES`.
        """
        return {}

    def _publish_agreements(self):
        """Move these cases to the stage of their weightiest agreement.

        A case that is left without one goes back to the stage of its level; one that
        somebody moved by hand stays where it was put.
        """
        if not self:
            return
        wanted = {}
        for case_id, codes in self._get_agreement_stages().items():
            code = next((known for known in AGREEMENT_STAGES if known in codes), None)
            wanted.setdefault(code, []).append(case_id)
        wanted.pop(None, None)
        busy = [case_id for case_ids in wanted.values() for case_id in case_ids]
        self.flush_model(["stage_id", "level_id", "state", "is_stage_derived"])
        for code, case_ids in wanted.items():
            self._move_to_stage(code, case_ids)
        self._leave_agreements(list(set(self.ids) - set(busy)))
        self.invalidate_model(["stage_id", "is_stage_derived"], flush=False)

    def _move_to_stage(self, code, case_ids):
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case held
                   SET stage_id = stage.id, is_stage_derived = TRUE
                  FROM collection_stage stage
                 WHERE stage.code = %s
                   AND held.id = ANY(%s)
                   AND held.state = 'open'
                   AND (held.stage_id != stage.id
                        OR held.is_stage_derived IS NOT TRUE)
                """,
                code,
                case_ids,
            )
        )

    def _leave_agreements(self, case_ids):
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_case held
                   SET stage_id = COALESCE(level.stage_id, upcoming.id),
                       is_stage_derived = FALSE
                  FROM collection_case same
                  JOIN collection_stage upcoming ON upcoming.code = 'upcoming'
                  LEFT JOIN collection_level level ON level.id = same.level_id
                 WHERE same.id = held.id
                   AND held.id = ANY(%s)
                   AND held.state = 'open'
                   AND held.is_stage_derived
                """,
                case_ids,
            )
        )
