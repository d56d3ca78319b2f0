#!/usr/bin/env bash
# Runs the quick tests on every Python from 3.11 on that this machine has: pyenv's, the system's, and those on the PATH.
#
#   scripts/pythons.sh                   all quick tests on each
#   scripts/pythons.sh tests/assessment  what pytest is given instead of "everything": folders, files, options
#   PYTHONS="/opt/3.14/bin/python3" scripts/pythons.sh    these Pythons instead of those it finds
#
# Each has an environment of its own in .venvs/X.Y with the packages of requirements-dev.lock. At the end stands a line for each
# Python; the exit code is 1 where one did not pass. pyproject.toml names the Pythons that passed, and no other.

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 2

# The files a Python may be, the most particular places first. The shims of pyenv are left out: they start what is chosen elsewhere.
candidates() {
  ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3 2>/dev/null | sort -rV
  for folder in /usr/bin /usr/local/bin /opt/homebrew/bin ${PATH//:/ }; do
    case $folder in */shims | *venv*) continue ;; esac
    ls "$folder"/python3.[0-9] "$folder"/python3.[0-9][0-9] "$folder"/python3 2>/dev/null
  done
}

# X.Y of a Python that is new enough; nothing for any other.
version_of() {
  "$1" -c 'import sys; v = sys.version_info; v >= (3, 11) and v.releaselevel == "final" and print("%d.%d" % v[:2])' 2>/dev/null
}

found=()
for python in ${PYTHONS:-$(candidates)}; do
  version=$(version_of "$python")
  case " ${found[*]%%=*} " in *" $version "*) continue ;; esac
  [ -n "$version" ] && found+=("$version=$python")
done
if [ ${#found[@]} -eq 0 ]; then
  echo "pythons: there is no Python 3.11 or newer; scripts/setup.sh says how to get one" >&2
  exit 2
fi

passed=() failed=()
for entry in $(printf '%s\n' "${found[@]}" | sort -V); do
  version=${entry%%=*} python=${entry#*=}
  venv=$root/.venvs/$version
  echo "pythons: $version is $("$python" --version) of $python" >&2
  if PYTHON=$python DPIA_VENV=$venv scripts/setup.sh packages &&
    PATH="$venv/bin:$PATH" "$venv/bin/python" -m pytest -q -m "not slow" -p no:cacheprovider "${@:---numprocesses=auto}"; then
    passed+=("$version")
  else
    failed+=("$version")
  fi
done
echo "passed: ${passed[*]:-none}"
[ ${#failed[@]} -eq 0 ] && exit 0
echo "did not pass: ${failed[*]}"
exit 1
