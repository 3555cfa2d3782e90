from datetime import UTC

from odoo import models
from odoo.tools import format_time

from ..core.zones import find_zone
from ..reports.formatting import Formatter, choose_language, page_words


class CollectionVisit(models.Model):
    """The letter with which the visitors show who sent them."""

    _inherit = "collection.visit"

    def _get_authority_name(self):
        """Name of the file, without its ending."""
        self.ensure_one()
        return self.env._("Letter of authority %(visit)s", visit=self.name)

    def _get_authority_letters(self):
        """``{visit id: values}`` for the layout, in the language of the debtor."""
        letters = {}
        for visit in self:
            lang = choose_language(
                self.env,
                visit.contact_id.lang,
                visit.partner_id.lang,
                visit.company_id.partner_id.lang,
            )
            own = visit.with_context(lang=lang)
            letters[visit.id] = own._prepare_authority(Formatter(own.env, lang), lang)
        return letters

    def _prepare_authority(self, formatter, lang):
        today = self.env["collection.action"]._get_today()
        return {
            "lang": lang,
            "page_words": page_words(self.env),
            "today": formatter.long_date(today),
            "day": formatter.long_date(self._get_place_day()),
            "from": self._write_time(self.date_start),
            "to": self._write_time(self.date_stop),
            "people": self._get_people(),
        }

    def _get_zone(self):
        """By whose clock the debtor opens the door: name of a time zone."""
        self.ensure_one()
        default = self.company_id._get_collection_zone()
        return self.action_id.zone or self.case_id._get_debtor_zone(default)

    def _get_place_day(self):
        return self._to_local(self.date_start).date()

    def _write_time(self, moment):
        return format_time(self.env, self._to_local(moment).time(), time_format="short")

    def _to_local(self, moment):
        return moment.replace(tzinfo=UTC).astimezone(find_zone(self._get_zone()) or UTC)
