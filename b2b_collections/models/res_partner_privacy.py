from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..core.testimony import ANONYMOUS

# Values of a contact that say who it is.
PERSONAL = (
    *("email", "phone", "function", "comment", "website", "vat", "ref", "barcode"),
    *("street", "street2", "city", "zip"),
)
# Tables in which a contact may stand without being used by another app.
NO_USE = r"^(collection_|mail_|res_partner$|res_partner_res_partner_category_rel$|bus_)"


class ResPartner(models.Model):
    """A person in collections: what is forgotten with his cases, and on his wish."""

    _inherit = "res.partner"

    def _filter_without_case(self):
        """Those of whom no case speaks that still remembers its persons."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT action.contact_id FROM collection_action action
                  JOIN collection_case held ON held.id = action.case_id
                 WHERE action.contact_id = ANY(%(ids)s)
                   AND held.anonymised_date IS NULL
                 UNION
                SELECT message.author_id FROM mail_message message
                  JOIN collection_case held ON held.id = message.res_id
                 WHERE message.model = 'collection.case'
                   AND message.author_id = ANY(%(ids)s)
                   AND held.anonymised_date IS NULL
                 UNION
                SELECT item.contact_id FROM collection_item item
                 WHERE item.contact_id = ANY(%(ids)s) AND item.state = 'open'
                """,
                ids=self.ids,
            )
        )
        return self - self.browse(row[0] for row in rows)

    def _filter_unused(self):
        """Persons without user whom no app but collections mentions.

        Every foreign key to contacts is asked, whichever app has made it.
        """
        persons = self.with_context(active_test=False).filtered(
            lambda p: (
                not p.is_company and p.parent_id and not p.child_ids and not p.user_ids
            )
        )
        keys = self.env.execute_query(
            SQL(
                """
                SELECT class.relname, attribute.attname
                  FROM pg_constraint key
                  JOIN pg_class class ON class.oid = key.conrelid
                  JOIN pg_attribute attribute
                    ON attribute.attrelid = key.conrelid
                   AND attribute.attnum = key.conkey[1]
                 WHERE key.contype = 'f'
                   AND key.confrelid = 'res_partner'::regclass
                   AND class.relname !~ %s
                """,
                NO_USE,
            )
        )
        if not persons:
            return persons
        uses = SQL(" UNION ").join(
            SQL(
                "SELECT %s FROM %s WHERE %s = ANY(%s)",
                SQL.identifier(column),
                SQL.identifier(table),
                SQL.identifier(column),
                persons.ids,
            )
            for table, column in keys
        )
        return persons - persons.browse(row[0] for row in self.env.execute_query(uses))

    def _forget_unused(self):
        """Take their values from archived contacts of which nothing else speaks."""
        archived = self.filtered(lambda person: not person.active)
        unused = archived._filter_without_case()._filter_unused()
        unused.with_context(tracking_disable=True, mail_notrack=True)._blank_person()
        return unused

    def _blank_person(self):
        names = [name for name in PERSONAL if name in self._fields]
        for person in self:
            filled = {name: False for name in names if person[name]}
            person.write({**filled, "name": ANONYMOUS, "image_1920": False})

    def action_forget_in_collections(self):
        """Forget this person in all closed cases; say how much that was."""
        self.ensure_one()
        count = self._forget_in_collections()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s values about %(person)s were emptied in closed cases. "
                    "The contact itself is as it was: other apps use it.",
                    count=count,
                    person=self.display_name,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _forget_in_collections(self):
        """Forget these persons in all closed cases, at once, on their wish.

        :raises UserError: an open case needs to know who is written to
        :return: number of values that were emptied
        """
        self._check_may_forget()
        # Rights were checked; what collections knows of him in other companies is
        # his as well.
        persons_sudo = self.sudo()
        cases_sudo = persons_sudo.env["collection.case"]
        for person in persons_sudo:
            cases_sudo |= cases_sudo._get_cases_of_person(person)
        running = cases_sudo.filtered(lambda case: case.state == "open")
        if running:
            raise UserError(
                self.env._(
                    "There is an open case of %(debtor)s in which this person was "
                    "written to or spoken with: until it is closed the claim needs "
                    "it. Mark the contact “Do Not Contact” to stop messages.",
                    debtor=running[0].partner_id.name,
                )
            )
        privacy_sudo = self.env["collection.privacy"].sudo()
        counts = privacy_sudo._forget_persons(persons_sudo, cases_sudo)
        cases_by_company = cases_sudo.grouped("company_id")
        self.env["collection.journal.entry"]._record(
            [
                {
                    "company_id": company.id,
                    "event": "anonymised",
                    "contact_id": person.id,
                    "data": {"reason": "wish", "cases": len(cases)},
                }
                for company, cases in cases_by_company.items()
                for person in persons_sudo
            ]
        )
        return sum(counts.values())

    def _is_known_to_collections(self):
        """Whether the journal speaks of this contact, in any company."""
        self.ensure_one()
        # Only yes or no, so that it is not deleted by somebody who cannot see why.
        return bool(
            self.env["collection.journal.entry"]
            .sudo()
            .search_count([("contact_id", "=", self.id)], limit=1)
        )

    def _check_may_forget(self):
        if not self.env.su and not self.env.user.has_group(
            "b2b_collections.group_collections_manager"
        ):
            raise AccessError(
                self.env._("Only a collections manager may anonymise persons.")
            )
        self.check_access("write")
