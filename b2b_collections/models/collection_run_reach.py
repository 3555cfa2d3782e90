from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..core.channels import Reach
from ..core.recipients import Contact
from .collection_address_problem import CLOSED_KINDS

# Own and house are the addresses of contact and debtor that have not failed. Where
# all have, the own one is told, and that it failed.
REACH = """
    WITH bad AS (
         SELECT DISTINCT medium, address FROM collection_address_problem
          WHERE cleared_date IS NULL AND kind IN %(kinds)s)
    SELECT contact.id,
           COALESCE(mail.own, mail.house, mail.any),
           COALESCE(mail.own, mail.house) IS NULL AND mail.any IS NOT NULL,
           blocked.id IS NOT NULL,
           COALESCE(phone.own, phone.house),
           refused.id IS NOT NULL,
           place.city IS NOT NULL,
           mail.own IS NULL AND mail.house IS NOT NULL,
           phone.own IS NULL AND phone.house IS NOT NULL,
           COALESCE(phone.own, phone.house, contact.phone, debtor.phone) IS NOT NULL
               AND COALESCE(phone.own, phone.house) IS NULL,
           returned.address IS NOT NULL
      FROM res_partner contact
      JOIN res_partner debtor ON debtor.id = contact.commercial_partner_id
      LEFT JOIN bad bad_mail ON bad_mail.medium = 'email'
             AND bad_mail.address = contact.email_normalized
      LEFT JOIN bad bad_house_mail ON bad_house_mail.medium = 'email'
             AND bad_house_mail.address = debtor.email_normalized
      LEFT JOIN bad bad_phone ON bad_phone.medium = 'phone'
             AND bad_phone.address = COALESCE(contact.phone_sanitized, contact.phone)
      LEFT JOIN bad bad_house_phone ON bad_house_phone.medium = 'phone'
             AND bad_house_phone.address
                 = COALESCE(debtor.phone_sanitized, debtor.phone)
     CROSS JOIN LATERAL (
           SELECT CASE WHEN bad_mail.address IS NULL
                       THEN NULLIF(contact.email_normalized, '') END AS own,
                  CASE WHEN bad_house_mail.address IS NULL
                       THEN NULLIF(debtor.email_normalized, '') END AS house,
                  COALESCE(NULLIF(contact.email_normalized, ''),
                           NULLIF(debtor.email_normalized, '')) AS any) mail
     CROSS JOIN LATERAL (
           SELECT CASE WHEN bad_phone.address IS NULL
                       THEN NULLIF(contact.phone, '') END AS own,
                  CASE WHEN bad_house_phone.address IS NULL
                       THEN NULLIF(debtor.phone, '') END AS house) phone
     CROSS JOIN LATERAL (
           SELECT COALESCE(NULLIF(contact.city, ''), NULLIF(debtor.city, '')) AS city,
                  CASE WHEN COALESCE(NULLIF(contact.street, ''),
                                     NULLIF(contact.city, ''),
                                     NULLIF(contact.zip, '')) IS NOT NULL
                       THEN contact.id ELSE debtor.id END AS partner_id) place
      LEFT JOIN mail_blacklist blocked
             ON blocked.email = COALESCE(mail.own, mail.house, mail.any)
            AND blocked.active
      LEFT JOIN phone_blacklist refused
             ON refused.number = CASE WHEN phone.own IS NOT NULL
                                      THEN contact.phone_sanitized
                                      ELSE debtor.phone_sanitized END
            AND refused.active
      LEFT JOIN res_partner posted ON posted.id = place.partner_id
      LEFT JOIN bad returned ON returned.medium = 'postal'
             AND returned.address = lower(
                 COALESCE(posted.street, '') || '|' || COALESCE(posted.zip, '')
                 || '|' || COALESCE(posted.city, ''))
     WHERE contact.id = ANY(%(ids)s)
"""


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
        self.env["collection.address.problem"].flush_model()
        rows = self.env.execute_query(
            SQL(REACH, kinds=CLOSED_KINDS, ids=list(contact_ids))
        )
        wishes = self.env["collection.consent"]._load_wishes(contact_ids)
        places = self._load_places(contact_ids)
        return {
            contact_id: _make_reach(facts)._replace(
                **wishes[contact_id], **places[contact_id]
            )
            for contact_id, *facts in rows
        }


def _make_reach(facts):
    blanks = Reach()
    return Reach(*(fact or blanks[place] for place, fact in enumerate(facts)))
