from odoo import models
from odoo.exceptions import AccessError

from ..reports.bundle import inspect
from ..reports.bundle_pages import UnreadableError
from ..reports.bundle_zip import safe_name
from .collection_placement_file_job import ERRORS


class CollectionPlacementExhibit(models.Model):
    """How the content of an exhibit is found, or made where none is kept."""

    _inherit = "collection.placement.exhibit"

    def _prepare(self):
        """Find out what the exhibits are; one that fails does not stop the others."""
        for exhibit in self:
            try:
                with self.env.cr.savepoint():
                    vals = exhibit._prepare_content()
            except AccessError:
                vals = {"problem": "denied"}
            except ERRORS as error:
                vals = {"problem": "failed", "problem_note": str(error)[:500]}
            # Nobody may write exhibits; this is the work of the job.
            exhibit.sudo().write({"state": "done", **vals})
            # The next one needs the memory.
            exhibit.attachment_id.invalidate_recordset(["raw", "datas", "db_datas"])

    def _prepare_content(self):
        if not self.attachment_id and not self._is_source_kept():
            self._keep(self.file_id._render_exhibit(self))
        content = self._load()
        if content is None:
            return {"problem": "missing"}
        try:
            return {"page_count": inspect(content)}
        except UnreadableError as error:
            return {"problem": error.code}

    def _is_source_kept(self):
        """Whether it is a file that exists, or did, and is not made here."""
        return self.group in ("evidence", "letter")

    def _keep(self, content):
        """Keep what was made until the file is put together."""
        # As in _prepare.
        exhibit_sudo = self.sudo()
        exhibit_sudo.write(
            {
                "is_made": True,
                "attachment_id": self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": f"{self.number}.pdf",
                        "raw": content,
                        "mimetype": "application/pdf",
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
                .id,
            }
        )

    def _load(self):
        """The bytes of the exhibit, with the rights of the user; ``None``: gone."""
        attachment = self.attachment_id.exists()
        if not attachment:
            return None
        attachment.check_access("read")
        content = attachment.raw or b""
        # Read once, used once.
        attachment.invalidate_recordset(["raw", "datas", "db_datas"])
        return content

    def _load_bytes(self):
        """As :meth:`_load`; empty where it is gone or may not be read."""
        try:
            return self._load() or b""
        except AccessError:
            return b""

    def _enclose(self, problem):
        """Note why it is not shown; what can be passed on gets a name in the ZIP."""
        self.ensure_one()
        name = self._load_bytes() and f"{self.number:03}-{self.attachment_id.name}"
        # As in _prepare.
        self.sudo().write(
            {"problem": problem, "enclosed_as": name and f"files/{safe_name(name)}"}
        )

    def _get_group_name(self):
        return dict(self._fields["group"]._description_selection(self.env))[self.group]

    def _describe_problem(self, words):
        """What is wrong, and what comes of it.

        :param words: ``{code: text}`` of the problems
        """
        problem = words[self.problem]
        if self.problem == "failed" and self.problem_note:
            problem = f"{problem}: {self.problem_note}"
        if self.problem in ("missing", "denied", "empty", "failed"):
            return self.env._("%(problem)s. It is missing.", problem=problem)
        return self.env._(
            "%(problem)s. It is enclosed as a file of its own.", problem=problem
        )
