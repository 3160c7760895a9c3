"""Children as a Django application."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "halcyon.domain.children"
    label = "children"

    def ready(self) -> None:
        """Whoever leads the work for a child learns when something saved elsewhere may concern them."""
        from halcyon.domain.children.commands.looking import look_after_parting, look_again
        from halcyon.domain.subjects import touching

        touching.listen(look_again)
        touching.listen_to_partings(look_after_parting)
