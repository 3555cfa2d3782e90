"""The letters of the shipped policy are formal demands.

Written past the ORM: whether anybody has changed a level is seen by its write date.
"""

FORMAL = ("level_sp1", "level_sp2", "level_sp3", "level_final")


def migrate(cr, version):
    cr.execute(
        """
        UPDATE collection_level level
           SET is_statutory = TRUE
          FROM ir_model_data known
         WHERE known.module = 'b2b_collections'
           AND known.model = 'collection.level'
           AND known.name IN %s
           AND known.res_id = level.id
           AND level.send_letter
        """,
        [FORMAL],
    )
