from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..core.agency_file import COLUMNS, MAX_BYTES, make_template
from ..models.collection_placement import PLACED

LIST = "/my/collections/placements"
PATH = "/my/collections/placement/<int:placement_id>"
UPLOAD = f"{LIST}/upload"


class CollectionPlacementPortal(CustomerPortal):
    """An agency works on what was placed with it.

    What is the agency's is found by the model alone (``_find_for_portal``). All else
    is not found, whether it does not exist or is somebody else's.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "collection_placement_count" in counters:
            values["collection_placement_count"] = self._placements._count_for_portal()
        return values

    @property
    def _placements(self):
        return request.env["collection.placement"]

    def _check_agency(self):
        if not request.env["collection.agency"]._find_for_user(request.env.user):
            raise request.not_found()

    def _find_placement(self, placement_id):
        placement_sudo = self._placements._find_for_portal(placement_id)
        if not placement_sudo:
            raise request.not_found()
        return placement_sudo

    @http.route(
        [LIST, f"{LIST}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_placements(self, page=1, sortby="date", filterby="live", **_kw):
        self._check_agency()
        sortings, filters = self._get_sortings(), self._get_filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "live"
        domain = filters[filterby]["domain"]
        pager = portal_pager(
            LIST,
            self._placements._count_for_portal(domain),
            page=page,
            step=self._items_per_page,
            url_args={"sortby": sortby, "filterby": filterby},
        )
        placements_sudo = self._placements._find_for_portal(
            domain=domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=max(pager["offset"], 0),
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "collection_placements",
            "rows": placements_sudo._get_portal_rows(),
            "pager": pager,
            "default_url": LIST,
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
        }
        return request.render("b2b_collections.portal_placements", values)

    def _get_sortings(self):
        _ = request.env._
        return {
            "date": {"label": _("Newest"), "order": "date_placed desc, id desc"},
            "name": {"label": _("Number"), "order": "name"},
            "open": {"label": _("Amount"), "order": "amount_open desc, id desc"},
        }

    def _get_filters(self):
        _ = request.env._
        live = Domain("state", "in", PLACED)
        return {
            "live": {"label": _("With you"), "domain": live},
            "new": {
                "label": _("To acknowledge"),
                "domain": Domain("state", "=", "placed"),
            },
            "ended": {"label": _("Ended"), "domain": ~live},
            "all": {"label": _("All"), "domain": Domain.TRUE},
        }

    @http.route(PATH, type="http", auth="user", website=True, methods=["GET"])
    def portal_placement(self, placement_id, message=None, **_kw):
        return self._show(self._find_placement(placement_id), message=message)

    def _show(self, placement_sudo, message=None, errors=(), form=None):
        values = self._prepare_portal_layout_values() | {
            "page_name": "collection_placement",
            "placement": placement_sudo._get_portal_values(),
            "labels": self._get_labels(),
            "today": request.env["collection.action"]._get_today().isoformat(),
            "message": message,
            "errors": errors,
            "form": form or {},
        }
        return request.render("b2b_collections.portal_placement", values)

    def _get_labels(self):
        """Labels of what can be chosen, and of the columns of a file."""
        fields = request.env["collection.placement.report"]._fields
        return {
            name: fields[name]._description_selection(request.env)
            for name in ("channel", "outcome")
        }

    @http.route(f"{PATH}/file", type="http", auth="user", methods=["GET"])
    def portal_placement_file(self, placement_id, **_kw):
        file_sudo = self._find_placement(placement_id)._get_portal_file()
        if not file_sudo.attachment_id:
            raise request.not_found()
        file_sudo._record_download()
        stream = request.env["ir.binary"]._get_stream_from(
            file_sudo.attachment_id, filename=f"{file_sudo.name}.zip"
        )
        return stream.get_response(as_attachment=True)

    @http.route(
        f"{PATH}/acknowledge", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_placement_acknowledge(self, placement_id, reference=None, **_kw):
        placement_sudo = self._find_placement(placement_id)
        return self._answer(
            placement_sudo,
            lambda: placement_sudo._take_acknowledgement(reference),
            "acknowledged",
        )

    @http.route(
        f"{PATH}/report", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_placement_report(self, placement_id, **form):
        placement_sudo = self._find_placement(placement_id)
        cells = {name: str(form.get(name) or "") for name in COLUMNS}
        return self._answer(
            placement_sudo,
            lambda: placement_sudo._take_form(cells)[1],
            "receipt" if cells["type"] == "receipt" else "reported",
            cells,
        )

    def _answer(self, placement_sudo, take, message, form=None):
        """Do it and go back to the page; or show it again with what is wrong."""
        placement_id = placement_sudo.id
        try:
            with request.env.cr.savepoint():
                errors = take()
        except UserError as error:
            errors = [(0, "", str(error))]
        if errors:
            placement_sudo = self._find_placement(placement_id)
            return self._show(placement_sudo, errors=errors, form=form)
        # What was returned may be out of sight by now.
        if not self._placements._find_for_portal(placement_id):
            return request.redirect(LIST)
        return request.redirect(
            f"/my/collections/placement/{placement_id}?message={message}"
        )

    @http.route(UPLOAD, type="http", auth="user", website=True, methods=["GET"])
    def portal_upload(self, taken=None, **_kw):
        self._check_agency()
        taken = int(taken) if (taken or "").isdecimal() else None
        return self._show_upload(taken=taken)

    @http.route(UPLOAD, type="http", auth="user", website=True, methods=["POST"])
    def portal_upload_file(self, file=None, **_kw):
        self._check_agency()
        if not hasattr(file, "read"):
            return self._show_upload(
                errors=[(0, "", request.env._("Choose a file first."))]
            )
        # One byte more shows that it is too large.
        taken, errors = self._placements._take_upload(file.read(MAX_BYTES + 1))
        if errors:
            return self._show_upload(errors=errors)
        return request.redirect(f"{UPLOAD}?taken={taken}")

    def _show_upload(self, taken=None, errors=()):
        values = self._prepare_portal_layout_values() | {
            "page_name": "collection_upload",
            "taken": taken,
            "errors": errors,
            "limit": MAX_BYTES // 1024,
        }
        return request.render("b2b_collections.portal_placement_upload", values)

    @http.route(f"{LIST}/template.csv", type="http", auth="user", methods=["GET"])
    def portal_template(self, **_kw):
        self._check_agency()
        return request.make_response(
            make_template().encode("utf-8-sig"),
            headers=[
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", content_disposition("placements.csv")),
            ],
        )
