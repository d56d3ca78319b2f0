#!/usr/bin/env bash
# Fetches veraPDF's library (npm package @opendataloader/pdf, which carries it as a jar) and compiles the driver into
# tests/verapdf/build. Does nothing if that is done already.
set -eu
cd "$(dirname "$0")"

jar=node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar

if ! [ -e "$jar" ] || ! cmp -s package-lock.json build/package-lock.json; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  mkdir -p build
  cp package-lock.json build/package-lock.json
fi
if ! [ build/Verapdf.class -nt Verapdf.java ] || ! [ build/Verapdf.class -nt "$jar" ]; then
  javac -Xlint:all,-path -cp "$jar" -d build Verapdf.java
fi
