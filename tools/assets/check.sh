#!/bin/sh
# Rebuilds the vendored assets in a temporary folder and fails if one byte differs from what is committed.
set -eu
cd "$(dirname "$0")"
kept=$(cd ../../src/plait/base/ui/static/vendor/govuk-frontend-6.6.0 && pwd)
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
if grep -q '"resolved"' package-lock.json; then
  echo "package-lock.json names addresses: rebuild it with the .npmrc of this folder." >&2
  exit 1
fi
npm ci --ignore-scripts --no-audit --no-fund --silent
sh build.sh "$built"
if ! diff -rq "$kept" "$built"; then
  echo "The vendored GOV.UK Frontend is not what tools/assets builds: run 'npm run build' and commit." >&2
  exit 1
fi
if grep -qiE 'GDS Transport|@font-face|crest|sourceMappingURL' "$built/govuk.css" "$built/govuk.js"; then
  echo "The build holds a typeface, a crest or a source map that must not be there." >&2
  exit 1
fi
echo "Vendored assets are exactly what tools/assets builds."
