#!/usr/bin/env bash
# Fetches axe-core into tests/web/axe/node_modules. Does nothing if that is done already.
set -eu
cd "$(dirname "$0")"

if ! [ -e node_modules/axe-core/axe.min.js ] || ! cmp -s package-lock.json node_modules/axe-core/.locked; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json node_modules/axe-core/.locked
fi
