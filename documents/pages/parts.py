"""(placeholder of the main author; the helper of these pages replaces it)"""

from datetime import datetime
from typing import Any

from agencies.models import Official
from documents.models import Document


def context(document: Document, *, official: Official, at: datetime) -> dict[str, Any]:
    return {}
