"""veraPDF's verdict on a PDF file, for the tests of the report. `make setup-dev` installs what it needs."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.run import HANG_SECONDS

HOME = Path(__file__).parents[1] / "verapdf"
LIBRARY = HOME / "node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar"
DRIVER = HOME / "build"
# The jar leaves out the XML binding that Java no longer carries; Debian's libjaxb-java brings it.
SYSTEM_JARS = Path("/usr/share/java")
JAXB_JARS = ("jaxb-runtime", "istack-commons-runtime", "txw2", "FastInfoset", "stax-ex", "javax.activation", "jaxb-api")


@dataclass(frozen=True)
class Failure:
    """One rule that the file breaks: how often, and the first place."""

    rule: str
    count: int
    message: str
    context: str | None


@dataclass(frozen=True)
class VeraResult:
    """`error` says why the file could not be checked at all; it is None for every file that is a PDF."""

    file: Path
    flavour: str
    compliant: bool
    checks: int
    failures: tuple[Failure, ...]
    error: str | None

    def __str__(self) -> str:
        lines = [f"{self.file.name} as {self.flavour}: {'passes' if self.compliant else 'fails'}, {self.checks} checks"]
        lines += [f"  {f.rule} x{f.count}: {f.message} @ {f.context}" for f in self.failures]
        return "\n".join([*lines, f"  {self.error}"] if self.error else lines)


def available() -> str | None:
    """None if veraPDF can run here, else the reason why not, to be given to `pytest.skip`."""
    if shutil.which("java") is None:
        return "veraPDF needs Java: run `make setup-dev`"
    needed = [LIBRARY, DRIVER / "Verapdf.class", SYSTEM_JARS / "jaxb-runtime.jar"]
    missing = [path.name for path in needed if not path.exists()]
    return f"veraPDF lacks {', '.join(missing)}: run `make setup-dev`" if missing else None


def validate(pdf: Path, flavour: str) -> VeraResult:
    """Check one file against one flavour, `3a` or `ua1`. Takes about three seconds."""
    class_path = [DRIVER, LIBRARY, *(SYSTEM_JARS / f"{name}.jar" for name in JAXB_JARS)]
    command = ["java", "-Xshare:auto", "-cp", ":".join(map(str, class_path)), "Verapdf", flavour, str(pdf)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=HANG_SECONDS)
    if run.returncode != 0:
        raise RuntimeError(f"veraPDF did not run: {run.stderr.strip()}")
    line = json.loads(run.stdout)
    failures = tuple(Failure(**failure) for failure in line["failures"])
    return VeraResult(Path(line["file"]), line["flavour"], line["compliant"], line["checks"], failures, line["error"])
