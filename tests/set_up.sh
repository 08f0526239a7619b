#!/bin/sh
# Installs what the tests drive besides Python packages: a browser and a PostgreSQL server.
# Only as root on a system with apt; elsewhere the tests that need them skip with a reason.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed:$missing. Tests that need them are skipped; install them to run all." >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
# without a network the tests that need them are skipped, and the others run
# shellcheck disable=SC2086
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null; }
then
  echo "Could not install:$missing. Tests that need them are skipped." >&2
fi
