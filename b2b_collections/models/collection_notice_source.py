from odoo import models


class CollectionNoticeSource(models.AbstractModel):
    """What notices are about: promises, disputes, plans."""

    _name = "collection.notice.source"
    _description = "Source of Notices to Debtors"

    def _get_notice_placeholders(self):
        """``{placeholder: what it means}`` of the notices about these records."""
        return {}

    def _get_notice_values(self, formatter, notice):
        """``{placeholder: text}`` in the language of the formatter."""
        return {}

    def _get_notice_tables(self, formatter, notice):
        """List of :class:`..reports.document.Table` that mail and letter show."""
        return []

    def _get_notice_amount(self, notice):
        """What the notice asks for, in company currency."""
        return 0.0

    def _get_notice_reference(self):
        """What the debtor is to quote when he pays, if it is not a document's."""
        return ""

    def _is_notice_obsolete(self, action):
        """Whether a message that has not left yet is no longer true."""
        return False
