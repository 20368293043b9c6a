"""The icons that pages may use; the build takes just these from the Lucide set into one sprite."""

NAMES = frozenset(
    """
    archive arrow-down arrow-up bell book-open building-2 calendar-days check chevron-down
    chevron-left chevron-right chevron-up circle-alert circle-check circle-help circle-x clock
    corner-up-left download eye file-check file-pen file-text folder-open hash history hourglass
    inbox info key-round link list-checks lock log-in log-out mail map-pin menu message-square
    paperclip pen-line plus printer qr-code refresh-cw route rows-3 scroll-text search send
    shield-alert shield-check shield-x signature stamp trash-2 triangle-alert undo-2 upload user
    users x
    """.split()
)
