#!/bin/sh
# Builds govuk.css, govuk.js and LICENSE into the folder given, or into the vendored one. Run `npm ci --ignore-scripts` first.
set -eu
cd "$(dirname "$0")"
out=${1:-../../src/plait/base/ui/static/vendor/govuk-frontend-6.6.0}
mkdir -p "$out"
npx --no-install sass --no-source-map --style=compressed --quiet-deps --load-path=node_modules plait.scss "$out/govuk.css"
npx --no-install esbuild plait.mjs --bundle --minify --format=iife --target=es2017 --legal-comments=none --log-level=warning \
  --outfile="$out/govuk.js"
cp LICENSE.govuk-frontend "$out/LICENSE"
