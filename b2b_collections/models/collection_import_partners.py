from markupsafe import Markup

from odoo import models

from ..core.open_items_groups import first_filled, spellings

# Filled in on a customer who is there already, never replaced.
CONTACT_FIELDS = ("email", "lang", "country_id")


class CollectionImport(models.Model):
    """One partner a customer number."""

    _inherit = "collection.import"

    def _prepare_partners(self, lines):
        """Find or create the partner of every line that is to be imported."""
        for company, company_lines in lines.grouped("company_id").items():
            self.with_company(company)._prepare_company_partners(company, company_lines)

    def _prepare_company_partners(self, company, lines):
        names = spellings(lines)
        contacts = self._get_contacts(lines)
        by_number = lines.grouped("customer_number")
        new = [number for number, rows in by_number.items() if not rows[0].partner_id]
        created = self.env["res.partner"].create(
            [
                {
                    **contacts[number],
                    "name": names[number][0],
                    "ref": number,
                    "is_company": True,
                    "company_id": company.id,
                    "comment": self._get_spellings_note(names[number][1:]),
                }
                for number in new
            ]
        )
        for number, partner in zip(new, created, strict=True):
            by_number.pop(number).partner_id = partner
        for number, rows in by_number.items():
            self._complete_partner(rows[0].partner_id, names[number], contacts[number])

    def _get_contacts(self, lines):
        """{customer number: vals}, the first e-mail, language and country each."""
        emails, languages, codes = (
            first_filled(lines, name) for name in ("email", "language", "country")
        )
        countries = {
            country.code: country.id
            for country in self.env["res.country"].search(
                [("code", "in", list(set(codes.values())))]
            )
        }
        default = {"lang": self.env.company.partner_id.lang or self.env.lang}
        contacts = {}
        for number in lines.grouped("customer_number"):
            vals = {
                "email": emails.get(number),
                "lang": languages.get(number),
                "country_id": countries.get(codes.get(number)),
            }
            contacts[number] = default | {k: v for k, v in vals.items() if v}
        return contacts

    def _complete_partner(self, partner, names, contact):
        vals = {
            name: contact[name]
            for name in CONTACT_FIELDS
            if contact.get(name) and not partner[name]
        }
        comment = partner.comment or ""
        unknown = [
            name for name in names if name != partner.name and name not in comment
        ]
        if unknown:
            vals["comment"] = comment + self._get_spellings_note(unknown)
        if vals:
            partner.write(vals)

    def _get_spellings_note(self, names):
        if not names:
            return ""
        return Markup("<p>%s</p>") % self.env._(
            "Also spelled: %(names)s", names="; ".join(names)
        )
