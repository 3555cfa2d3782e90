from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_letter_address(self, sender_country):
        """Lines of the address window, without the blank ones.

        :param sender_country: the country of the sender is not printed
        """
        self.ensure_one()
        company = self.commercial_partner_id
        lines = [company.name or self.name or ""]
        if self != company and self.name and self.name != company.name:
            lines.append(self.env._("Attn. %(name)s", name=self.name))
        place = self if self._has_own_address() else company
        lines += place._display_address(without_company=True).split("\n")
        # Formats of addresses leave gaps where a part is missing.
        lines = [" ".join(line.split()).strip(" ,-") for line in lines]
        if (
            place.country_id
            and place.country_id == sender_country
            and lines[-1] == place.country_id.name
        ):
            lines.pop()
        return [line for line in lines if line]

    def _has_own_address(self):
        return bool(self.street or self.city or self.zip)
