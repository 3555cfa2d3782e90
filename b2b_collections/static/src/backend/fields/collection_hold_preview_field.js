import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** How items come back in after a hold that is about to be set. */
export class CollectionHoldPreviewField extends Component {
    static template = "b2b_collections.HoldPreviewField";
    static props = { ...standardFieldProps };

    get preview() {
        return this.props.record.data[this.props.name] || { rows: [], more: 0 };
    }
}

registry.category("fields").add("collection_hold_preview", {
    component: CollectionHoldPreviewField,
    supportedTypes: ["json"],
});
