#!/bin/sh
# curl that asks for HTTP/2: over plain text it offers `Upgrade: h2c`.
set -eu
base=$1
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
mkfifo "$files/events"

status=$(curl --silent --http2 --write-out '%{http_code}' --output "$files/login" \
  --json '{"name":"curl","password":"pw"}' "$base/v1/register")
token=$(sed 's/.*"token":"\([^"]*\)".*/\1/' "$files/login")

curl --silent --http2 --no-buffer --header "authorization: Bearer $token" --dump-header "$files/head" \
  --output "$files/events" "$base/v1/events" &
event=$(sed -n '/^event:/{p;q}' "$files/events")
kill $!
echo "$status $(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' "$files/head") $event"
