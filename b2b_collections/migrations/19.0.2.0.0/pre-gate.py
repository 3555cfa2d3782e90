"""Contacts that were made before there was a gate were allowed, on their day."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE collection_action
                ADD COLUMN IF NOT EXISTS gate varchar,
                ADD COLUMN IF NOT EXISTS moment timestamp
        """
    )
    cr.execute(
        """
        UPDATE collection_action SET gate = 'allowed', moment = create_date
         WHERE gate IS NULL
        """
    )
