#!/usr/bin/env bash
# Runs Biome with the settings that stand here, or says in one line that it is not installed.
#
#   scripts/biome/run.sh check --error-on-warnings templates
#   scripts/biome/run.sh format --write templates
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
biome=$folder/node_modules/.bin/biome
command=$1
shift

if ! [ -x "$biome" ]; then
  echo "biome: not installed, scripts and style sheets are left out; scripts/biome/install.sh fetches it" >&2
  exit 0
fi
exec "$biome" "$command" --config-path="$folder" "$@"
