"""What may be appended to a signed file: stricter than pyHanko's own default."""

from typing import Any, Final

from pyhanko.sign.diff_analysis import (
    DSSCompareRule,
    GenericFieldModificationRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.rules.file_structure_rules import (
    CatalogModificationRule,
    ObjectStreamRule,
    XrefStreamRule,
)

# The default also lets pass: XMP, Info, NeedAppearances, overwritten looks, orphaned objects.
_ARCHIVING: Final = ModificationLevel.LTA_UPDATES
_catalog: Any = CatalogModificationRule
_new_field: Any = SigFieldCreationRule
STRICT: Final = StandardDiffPolicy(
    global_rules=[
        _catalog(ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions"})),
        XrefStreamRule().as_qualified(_ARCHIVING),
        ObjectStreamRule().as_qualified(_ARCHIVING),
        DSSCompareRule().as_qualified(_ARCHIVING),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            _new_field(),
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
)
