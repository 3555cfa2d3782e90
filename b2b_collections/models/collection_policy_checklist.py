from dataclasses import replace

from odoo import models


class CollectionPolicy(models.Model):
    _inherit = "collection.policy"

    def _get_rules(self, book):
        hard = self.level_ids.filtered("needs_validation")
        return replace(super()._get_rules(book), validated_only=frozenset(hard.ids))
