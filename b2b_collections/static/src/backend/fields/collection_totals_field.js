import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** Totals of a debtor, one row a currency: currencies are never added up. */
export class CollectionTotalsField extends Component {
    static template = "b2b_collections.TotalsField";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    get hasHeld() {
        return this.rows.some((row) => row.held);
    }
}

registry.category("fields").add("collection_totals", {
    component: CollectionTotalsField,
    supportedTypes: ["json"],
});
