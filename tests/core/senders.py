"""Finds where code sends something, by reading it: what could go past the gate."""

import ast

# Models whose records are messages, calls or journalled contacts.
MODELS = {
    *("mail.mail", "mail.message", "mail.activity", "sms.sms", "snailmail.letter"),
    *("collection.action", "mail.compose.message", "sms.composer"),
    *("mail.scheduled.message", "whatsapp.message"),
}
# Methods that send, or lead to something that does.
METHODS = {
    *("send", "send_mail", "send_mail_batch", "send_email", "message_post"),
    *("message_notify", "message_mail_with_source", "message_post_with_source"),
    *("_message_sms", "_message_sms_with_template", "_message_sms_schedule_mass"),
    *("_notify_thread", "_notify_thread_by_email", "_notify_thread_by_sms"),
    *("activity_schedule", "_activity_schedule_with_view", "_snailmail_print"),
    *("_dispatch", "_queue_mails", "_queue_mail_batch", "_queue_sms", "_plan_tasks"),
    *("_produce_letters", "_render_letter", "_create_messages", "_create_thanks"),
}


def find_senders(source):
    """``{(function, what it calls)}`` of the calls that may contact somebody."""
    finder = _Finder()
    finder.visit(ast.parse(source))
    return finder.found


class _Finder(ast.NodeVisitor):
    def __init__(self):
        self.found = set()
        self.names = {}
        self.model = None
        self.function = "module"

    def visit_ClassDef(self, node):
        self.model = next(
            (
                one.value.value
                for one in node.body
                if isinstance(one, ast.Assign)
                and isinstance(one.targets[0], ast.Name)
                and one.targets[0].id in ("_name", "_inherit")
                and isinstance(one.value, ast.Constant)
            ),
            None,
        )
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        outer = self.function, self.names
        self.function, self.names = node.name, {}
        self.generic_visit(node)
        self.function, self.names = outer

    def visit_Assign(self, node):
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Name):
            self.names[node.targets[0].id] = self._find_model(node.value)

    def visit_Call(self, node):
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute):
            return
        name, receiver = node.func.attr, node.func.value
        is_super = isinstance(receiver, ast.Call) and ast.unparse(receiver).startswith(
            "super("
        )
        if name in METHODS:
            self.found.add((self.function, name))
        elif name == "create" and not is_super:
            model = self._find_model(receiver)
            if model in MODELS:
                self.found.add((self.function, f"create {model}"))

    def _find_model(self, node):
        """Model of the records that an expression gives, if it names one."""
        for part in ast.walk(node):
            if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
                return part.slice.value
            if isinstance(part, ast.Name) and part.id in self.names:
                return self.names[part.id]
            if isinstance(part, ast.Name) and part.id == "self":
                return self.model
        return None
