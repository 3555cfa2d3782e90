"""Levels of the shipped policy that nobody has changed address roles, as in new
databases; all others go on addressing the invoicing contact. Addresses that had
failed become problems of their contacts."""

from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists

PAYABLE, FINANCE = "role_accounts_payable", "role_finance_manager"
DIRECTOR, OWNER = "role_director", "role_owner"
RECIPIENTS = {
    # level: roles that it addresses, in order, and roles that get a copy
    "level_notice": ((PAYABLE,), ()),
    "level_reminder": ((PAYABLE,), ()),
    "level_firm": ((PAYABLE,), ()),
    "level_sp1": ((FINANCE,), (PAYABLE,)),
    "level_sp2": ((FINANCE,), (PAYABLE,)),
    "level_sp3": ((DIRECTOR, OWNER), (FINANCE, PAYABLE)),
    "level_final": ((DIRECTOR, OWNER), (FINANCE, PAYABLE)),
}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    move_failed_addresses(cr)
    for name, (roles, copies) in RECIPIENTS.items():
        level = env.ref(f"b2b_collections.{name}", raise_if_not_found=False)
        if level and is_untouched(level):
            address(env, level, roles, copies)


def address(env, level, roles, copies):
    env["collection.level.recipient"].create(
        [
            {"level_id": level.id, "sequence": place * 10, "role_id": role.id}
            for place, role in enumerate(find_roles(env, roles), 1)
        ]
    )
    # Past the ORM: whether anybody has changed a level is seen by its write date.
    for role in find_roles(env, copies):
        env.cr.execute(
            """
            INSERT INTO collection_level_collection_role_rel (
                collection_level_id, collection_role_id)
            VALUES (%s, %s)
            """,
            [level.id, role.id],
        )
    env.invalidate_all()


def is_untouched(level):
    """Nobody has written it since the addon was installed, nor its recipients."""
    return level.write_date == level.create_date and not (
        level.recipient_ids or level.copy_role_ids
    )


def find_roles(env, names):
    found = (
        env.ref(f"b2b_collections.{name}", raise_if_not_found=False) for name in names
    )
    return env["collection.role"].concat(*filter(None, found))


def move_failed_addresses(cr):
    if not column_exists(cr, "res_partner", "collection_email_failed"):
        return
    cr.execute(
        """
        INSERT INTO collection_address_problem (
            partner_id, medium, address, kind, date, count, create_date, write_date)
        SELECT id, 'email', collection_email_failed, 'failed', write_date::date, 1,
               now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM res_partner
         WHERE collection_email_failed IS NOT NULL
        """
    )
    cr.execute("ALTER TABLE res_partner DROP COLUMN collection_email_failed")
