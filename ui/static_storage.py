"""How static files are stored for a server: under names that carry their hash, compressed once."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Also follows `import "./other.js"` inside modules, so that they need no bundler."""

    support_js_module_import_aggregation = True
