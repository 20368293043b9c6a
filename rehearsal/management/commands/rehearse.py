from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rehearsal import loading, rehearsing
from rehearsal.certifying import NoAuthority, the_authority


class Command(BaseCommand):
    help = "Take drafts through their whole life, from file to archive, without a browser."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("drafts", nargs="+", type=Path, metavar="INPUT.json")
        parser.add_argument(
            "--out", required=True, type=Path, metavar="DIR", help="a folder a draft is made in it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        drafts: list[Path] = options["drafts"]
        out: Path = options["out"]
        _require_own_folders(drafts)
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / "root.pem").write_bytes(Path(settings.TRUST_ROOTS).read_bytes())
            self._prepare()
            passed = {draft.stem: self._rehearse(draft, out / draft.stem) for draft in drafts}
            _keep_revocation_lists(out)
        except NoAuthority as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or out}: {error.strerror}") from error
        refused = [stem for stem, done in passed.items() if not done]
        if refused:
            raise CommandError(
                f"{len(refused)}/{len(passed)} dự thảo không qua: {', '.join(refused)}."
            )

    def _prepare(self) -> None:
        self._tell("Chuẩn bị cơ sở dữ liệu và một tỉnh mẫu …")
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        loading.load_people()

    def _rehearse(self, draft: Path, folder: Path) -> bool:
        return rehearsing.rehearse(
            draft,
            folder,
            clock=timezone.now,
            tell=lambda line: self._tell(f"{draft.stem}: {line}"),
        )

    def _tell(self, line: str) -> None:
        self.stderr.write(line, style_func=str)


def _keep_revocation_lists(out: Path) -> None:
    """Keep what a signed file needs to be judged once the authority is no longer there."""
    for name in ("root", "issuing"):
        (out / f"{name}.crl").write_bytes(the_authority().crl(name))


def _require_own_folders(drafts: list[Path]) -> None:
    if nameless := [draft.name for draft in drafts if not draft.stem.strip(".")]:
        raise CommandError(f"Tệp {nameless[0]} không có tên để lập thư mục; hãy đổi tên.")
    twice = [stem for stem, count in Counter(draft.stem for draft in drafts).items() if count > 1]
    if twice:
        raise CommandError(f"Nhiều tệp cùng tên {', '.join(twice)}; hãy đổi tên để không ghi đè.")
