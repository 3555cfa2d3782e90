"""Final demands of running databases wait for evidence, as in new ones.

Past the ORM: whether anybody has changed a level is seen by its write date. Who does
not want it switches it off in the settings of the company, or on the level.
"""


def migrate(cr, version):
    cr.execute(
        "UPDATE collection_level SET needs_validation = TRUE WHERE tone = 'final'"
    )
