#!/usr/bin/env bash
# Makes .venv and installs what the project needs, from nothing.
#
#   scripts/setup.sh        what `make demo` needs: Pango and the packages of requirements.lock
#   scripts/setup.sh dev    what `make test` needs as well: linters, PDF tools, veraPDF, PostgreSQL
#   scripts/setup.sh packages   the Python packages of `dev` and Pango, nothing else: for a second Python, see pythons.sh
#
# A second run finds everything in place and takes well under a second. PYTHON=... chooses the interpreter, DPIA_VENV=... the folder.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
mode=${1:-run}
venv=${DPIA_VENV:-$root/.venv}
python=$venv/bin/python

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

case $mode in
run) lock=requirements.lock ;;
dev | packages) lock=requirements-dev.lock ;;
*) fail "unknown argument '$mode'; use 'run' (default), 'dev' or 'packages'" ;;
esac

# --- packages of the operating system -------------------------------------------------------------------------------

apt_is_fresh=

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# apt_install PACKAGE...: on Debian and its descendants. Returns 1 where that cannot be done.
apt_install() {
  have apt-get || return 1
  if [ "$(id -u)" -ne 0 ] && ! have sudo; then
    say "an administrator has to run: apt-get install $*"
    return 1
  fi
  say "installing $*"
  if [ -z "$apt_is_fresh" ]; then
    as_root apt-get update -qq >/dev/null || say "apt-get update did not succeed; trying with the lists at hand"
    apt_is_fresh=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# --- Python and .venv -----------------------------------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  if [ -n "${PYTHON:-}" ]; then
    is_new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer"
    printf '%s\n' "$PYTHON"
    return
  fi
  for candidate in python3 python3.11 python3.12 python3.13 python3.14 python; do
    if is_new_enough "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  fail "no Python 3.11 or newer was found; install one, or name it with PYTHON=/path/to/python3"
}

# Debian splits venv from Python; its package is called after the version (python3.13-venv).
need_venv_module() {
  "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
  version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
  apt_install "$version-venv" || apt_install python3-venv || true
  "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 || fail "$1 lacks the modules venv and ensurepip; install $version-venv"
}

# The scripts in .venv/bin name their interpreter by its full path, so a tree that was moved needs a new .venv.
need_venv() {
  if is_new_enough "$python" && grep -qsxF "$root" "$venv/made-for"; then return; fi
  base=$(find_python)
  need_venv_module "$base"
  say "making ${venv#"$root"/} with $("$base" --version)"
  "$base" -m venv --clear "$venv"
  printf '%s\n' "$root" >"$venv/made-for"
}

# The lock file is copied into .venv once all of it is installed: the copy is the stamp. The development lock holds
# everything the other one does, so either serves `run`.
is_locked() { cmp -s "$1" "$venv/$1"; }

need_packages() {
  is_locked "$lock" && return
  if [ "$mode" = run ] && is_locked requirements-dev.lock; then return; fi
  say "installing the Python packages of $lock"
  "$python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "$lock"
  cp "$lock" "$venv/$lock"
}

# Makes this tree importable from .venv, and gives .venv/bin/dpia, with nothing to build.
need_dpia() {
  site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  if [ -e "$site/dpia.pth" ] && [ -x "$venv/bin/dpia" ]; then return; fi
  printf '%s\n' "$root" >"$site/dpia.pth"
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -m dpia "$@"\n' >"$venv/bin/dpia"
  chmod +x "$venv/bin/dpia"
}

# --- Pango, which WeasyPrint draws with -----------------------------------------------------------------------------

loads() {
  "$python" - "$@" <<'EOF'
import ctypes, ctypes.util, sys
for name in sys.argv[1:]:
    for file in (f"lib{name}.so.0", f"lib{name}.0.dylib", ctypes.util.find_library(name)):
        try:
            if file:
                ctypes.CDLL(file)
                break
        except OSError:
            continue
    else:
        sys.exit(1)
EOF
}

need_pango() {
  if ! loads pango-1.0 pangoft2-1.0; then
    apt_install libpango-1.0-0 libpangoft2-1.0-0 || true
    loads pango-1.0 pangoft2-1.0 || fail "Pango 1.44 or newer is missing. Install it: \
Debian, Ubuntu: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; Fedora: pango; Arch: pango; \
Alpine: pango harfbuzz-subset; macOS: brew install pango"
  fi
  # Without it fontTools subsets the fonts, and a report takes half as long again.
  if ! loads harfbuzz-subset; then
    apt_install libharfbuzz-subset0 || say "libharfbuzz-subset is missing: reports still work, but take longer"
  fi
}

# --- what only the tests need ---------------------------------------------------------------------------------------

need_pdf_tools() {
  have pdfinfo || apt_install poppler-utils || say "pdfinfo, pdftotext and pdftoppm (poppler-utils) are missing"
  have qpdf || apt_install qpdf || say "qpdf is missing"
}

# veraPDF is a Java library. Without it the tests that need it are skipped, and say so.
need_verapdf() {
  have javac || apt_install default-jdk-headless || true
  [ -e /usr/share/java/jaxb-runtime.jar ] || apt_install libjaxb-java || true
  have npm || apt_install npm || true
  tests/verapdf/build.sh || say "veraPDF is not ready: the tests that need it will be skipped"
}

# A browser, and axe-core, which looks at the pages as a checker of accessibility does.
need_browser() {
  [ -x /usr/bin/chromium ] || apt_install chromium || say "chromium is missing: the tests in a browser will be skipped"
  have npm || apt_install npm || true
  tests/web/axe/install.sh || say "axe-core is not ready: the tests of accessibility will be skipped"
}

# It formats and lints the script and the style sheets. `make lint` says so where it is missing, and goes on.
need_biome() {
  have npm || apt_install npm || true
  scripts/biome/install.sh || say "Biome is not ready: scripts and style sheets will not be linted"
}

# The tests start a server of their own from these programs; the one of the system need not run.
need_postgresql() {
  have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || apt_install postgresql ||
    say "PostgreSQL is missing: the tests that need it will be skipped"
}

need_venv
need_packages
need_dpia
need_pango
if [ "$mode" = dev ]; then
  need_pdf_tools
  need_verapdf
  need_postgresql
  need_browser
  need_biome
fi
