#!/usr/bin/env bash
# Fetches Biome into scripts/biome/node_modules. Does nothing if that is done already.
set -eu
cd "$(dirname "$0")"

if ! [ -x node_modules/.bin/biome ] || ! cmp -s package-lock.json node_modules/.locked; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json node_modules/.locked
fi
