import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";

// Long enough not to be a load, short enough to see the bar move.
const INTERVAL = 3000;

/** Reloads the form while a job works on its record, so that progress is seen. */
export class CollectionPoll extends Component {
    static template = xml``;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => {
            this.timer = setInterval(() => this.reload(), INTERVAL);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    async reload() {
        if (!(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }
}

registry.category("view_widgets").add("collection_poll", { component: CollectionPoll });
