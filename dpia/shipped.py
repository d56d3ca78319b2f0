"""The questionnaires that come with the program, with those of the user."""

from __future__ import annotations

import hashlib
import os
import pickle
import pickletools
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import platformdirs

from dpia import questionnaire
from dpia.data import EXAMPLES, IS_CHECKOUT, QUESTIONNAIRES
from dpia.errors import BadInput, NotFound
from dpia.folders import make_folder
from dpia.packages import Package, installed_packages, leave_out
from dpia.questionnaire.gathering import without_collections
from dpia.questionnaire.library import Library, read_definitions, read_known_definitions
from dpia.questionnaire.origin import SHIPPED, Origin, OriginKind
from dpia.questionnaire.text import Document
from dpia.version import VERSION
from dpia.wording import N_, did_you_mean, said, with_hint

CACHE_FORMAT = 4


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    """The definitions that come with the program, read once, and checked once for each version of their files."""
    with without_collections():
        path = _cache_file()
        cached = _read_cache(path)
        if cached is not None:
            return cached
        library = _from_yaml()
        _write_cache(path, library)
        return library


def _from_yaml() -> Library:
    """The definitions from their files.

    In a checkout people change them, so the strict reader reads them. An installed program has the files that the tests
    have read with both readers, so the fast one does; where they cannot be used after all, the strict one says why.
    """
    if not IS_CHECKOUT:
        with suppress(BadInput):
            return read_known_definitions([QUESTIONNAIRES], SHIPPED).check()
    return read_definitions([QUESTIONNAIRES], SHIPPED).check()


def _cache_file() -> Path:
    """The cache for exactly these files, this program and this Python: any change of a file makes another name."""
    digest = hashlib.sha256(f"{VERSION} {sys.version} {CACHE_FORMAT}".encode())
    code = Path(questionnaire.__file__).parent.rglob("*.py")
    for path in sorted((*QUESTIONNAIRES.rglob("*.yaml"), *code)):
        state = path.stat()
        digest.update(f"{path} {state.st_mtime_ns} {state.st_size}".encode())
    folder = Path(platformdirs.user_cache_dir("dpia", appauthor=False))
    return folder / f"definitions-{digest.hexdigest()[:24]}.pickle"


def _read_cache(path: Path) -> Library | None:
    """The cached library. Like a compiled Python file it is code of this user, so only their own private file is read."""
    try:
        with path.open("rb") as stream:
            state = os.fstat(stream.fileno())
            if state.st_uid != os.getuid() or state.st_mode & 0o077:
                return None
            definitions, documents, translations = pickle.load(stream)
    except Exception:  # a damaged pickle can raise nearly anything, and a cache that cannot be read is none
        return None
    empty = {name: Document(name, None, None) for name in documents}
    return Library(
        empty, definitions, checked=True, origins=dict.fromkeys(documents, SHIPPED), translations=translations
    )


def _write_cache(path: Path, library: Library) -> None:
    """Writes the cache for the next start; where that fails nothing is lost but time."""
    with suppress(OSError):
        make_folder(path.parent)
        for old in path.parent.glob("definitions-*.pickle"):
            old.unlink(missing_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.part")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            kept = (library.definitions, tuple(library.documents), library.translations)
            stream.write(pickletools.optimize(pickle.dumps(kept, protocol=5)))
        temporary.replace(path)


def user_folder() -> Path:
    """The folder in which a user's own questionnaires lie; it need not exist."""
    return Path(platformdirs.user_data_dir("dpia", appauthor=False)) / "questionnaires"


def load_library(folders: Sequence[Path] = ()) -> Library:
    """The shipped definitions, those of packages by name, those of the user's own folder, then `folders`; later ones win.

    Raises DefinitionError. A package that cannot be used is left out, with the warning BrokenPackage.
    """
    packages = [package for package in installed_packages() if package.questionnaires is not None]
    library = _joined(packages, folders)
    if packages and not _is_sound(library):
        library = _joined(_sound(packages), folders)
    return library.check()


def _joined(packages: Sequence[Package], folders: Sequence[Path]) -> Library:
    library, own = shipped_library(), user_folder()
    for package in packages:
        library = _with(library, package)
    if own.is_dir():
        library = library.with_folder(own, origin=Origin(OriginKind.USER, str(own)))
    return library.with_folder(*folders) if folders else library


def _sound(packages: Sequence[Package]) -> list[Package]:
    """The packages without those whose definitions cannot be used; each of these is told."""
    library, sound = shipped_library(), []
    for package in packages:
        more = _with(library, package)
        try:
            library = more.check()
            sound.append(package)
        except BadInput as error:
            leave_out(str(package), str(error.problems[0]))
    return sound


def _with(library: Library, package: Package) -> Library:
    folder = str(package.questionnaires)
    return library.with_folder(Path(folder), origin=Origin(OriginKind.PACKAGE, folder, package.name, package.version))


def _is_sound(library: Library) -> bool:
    with suppress(BadInput):
        library.check()
        return True
    return False


def example_path(name: str) -> Path:
    """The file of a worked example. Raises NotFound."""
    known = example_names()
    if name not in known:
        raise NotFound(with_hint(said(N_("There is no example `{name}`"), name=name), did_you_mean(name, known)))
    return EXAMPLES / f"{name}.yaml"


def example_names() -> list[str]:
    """The names of the worked examples."""
    return sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
