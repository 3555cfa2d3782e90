import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** What a run did, or a preview would do; each row opens what it counts. */
export class CollectionRunSummaryField extends Component {
    static template = "b2b_collections.RunSummaryField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get tables() {
        return this.props.record.data[this.props.name];
    }

    async open(section, row) {
        const action = await this.orm.call("collection.run", "action_drill_down", [
            [this.props.record.resId],
            section,
            row.filter,
        ]);
        await this.action.doAction(action);
    }
}

registry.category("fields").add("collection_run_summary", {
    component: CollectionRunSummaryField,
    supportedTypes: ["json"],
});
