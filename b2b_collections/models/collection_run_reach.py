from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..core.channels import Reach
from ..core.recipients import Contact


class CollectionRun(models.Model):
    """Who could be written to or called, and by which ways."""

    _inherit = "collection.run"

    def _load_contacts(self, case_ids):
        """``{case id: tuple of Contact}``: those of the debtor that carry roles."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT held.id, contact.id, array_agg(carried.role_id)
                  FROM collection_case held
                  JOIN res_partner contact
                    ON contact.commercial_partner_id = held.partner_id
                  JOIN collection_role_res_partner_rel carried
                    ON carried.partner_id = contact.id
                 WHERE held.id = ANY(%s)
                   AND contact.active
                   AND (contact.company_id IS NULL OR contact.company_id = ANY(%s))
                 GROUP BY held.id, contact.id
                 ORDER BY held.id, contact.id
                """,
                list(case_ids),
                self.company_id.sudo().parent_ids.ids,
            )
        )
        found = defaultdict(tuple)
        for case_id, contact_id, role_ids in rows:
            found[case_id] += (Contact(contact_id, frozenset(role_ids)),)
        return found

    def _load_reach_of(self, item_rows, contacts):
        """``{contact id: Reach}`` of invoicing contacts and of those with roles."""
        wanted = {row[2] for row in item_rows}
        for of_case in contacts.values():
            wanted.update(contact.key for contact in of_case)
        return self._load_reach(wanted)

    def _load_reach(self, contact_ids):
        """``{contact id: Reach}``; what a contact lacks, the debtor itself may have."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT contact.id, reach.email, reach.email = failed.address,
                       blocked.id IS NOT NULL, COALESCE(contact.phone, debtor.phone),
                       refused.id IS NOT NULL,
                       NULLIF(contact.city, '') IS NOT NULL
                       OR NULLIF(debtor.city, '') IS NOT NULL,
                       reach.email IS DISTINCT FROM
                           NULLIF(contact.email_normalized, ''),
                       contact.phone IS NULL
                  FROM res_partner contact
                  JOIN res_partner debtor ON debtor.id = contact.commercial_partner_id
                  CROSS JOIN LATERAL (
                       SELECT COALESCE(NULLIF(contact.email_normalized, ''),
                                       NULLIF(debtor.email_normalized, '')) AS email,
                              COALESCE(contact.phone_sanitized,
                                       debtor.phone_sanitized) AS phone
                       ) reach
                  LEFT JOIN LATERAL (
                       SELECT unnest(ARRAY[contact.collection_email_failed,
                                           debtor.collection_email_failed]) AS address
                       ) failed ON failed.address = reach.email
                  LEFT JOIN mail_blacklist blocked
                         ON blocked.email = reach.email AND blocked.active
                  LEFT JOIN phone_blacklist refused
                         ON refused.number = reach.phone AND refused.active
                 WHERE contact.id = ANY(%s)
                """,
                list(contact_ids),
            )
        )
        return {
            row[0]: Reach(
                row[1] or "",
                bool(row[2]),
                row[3],
                row[4] or "",
                row[5],
                bool(row[6]),
                row[7],
                row[8],
            )
            for row in rows
        }
