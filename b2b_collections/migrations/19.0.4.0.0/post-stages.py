"""Cases that stand where a promise, dispute or plan put them go on to leave with it.

A case in one of these stages could not stay there by hand until now.
"""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE collection_case held
           SET is_stage_derived = TRUE
          FROM collection_stage stage
         WHERE stage.id = held.stage_id
           AND stage.code IN ('plan', 'disputed', 'promised')
        """
    )
