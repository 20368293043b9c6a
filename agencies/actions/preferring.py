"""How an official wants the pages to look and to speak."""

from agencies.models import Language, Official, TextSize, Theme


def choose(official: Official, *, theme: Theme, text_size: TextSize, language: Language) -> None:
    """Keep an official's own choice; nobody else sees it, so no journal tells of it."""
    official.theme, official.text_size, official.language = theme, text_size, language
    official.save(update_fields=["theme", "text_size", "language"])
