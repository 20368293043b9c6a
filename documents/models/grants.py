"""Who may see a document beside its drafting unit and the one whose turn it is."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from .document import Document


class DocumentGroupObjectPermission(GroupObjectPermissionBase):
    """A grant to a group of an agency or department."""

    content_object = models.ForeignKey(Document, models.PROTECT)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = "quyền xem của nhóm"


class DocumentUserObjectPermission(UserObjectPermissionBase):
    """A grant to one official, as an exception."""

    content_object = models.ForeignKey(Document, models.PROTECT)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "quyền xem của công chức"
