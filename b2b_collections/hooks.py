from .models import journal_guard


def uninstall_hook(env):
    """Without the addon its tables are to go, and what guards them must let them."""
    journal_guard.remove(env.cr)
