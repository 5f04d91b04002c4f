#!/bin/sh
# Makes the certificate of NATS for compose.yaml, and the authority that signed it, in deploy/nats-tls (or the directory
# given). Run it once. When the key got out, or after ten years, remove the directory and run it again.
set -eu
directory=${1:-$(dirname "$0")/nats-tls}
umask 077
mkdir "$directory"
cd "$directory"
new_key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
# Each is several words.
# shellcheck disable=SC2086
openssl req -x509 $new_key -days 3650 -subj '/CN=NATS of Posthorn' -keyout ca-key.pem -out ca.pem
# shellcheck disable=SC2086
openssl req $new_key -subj /CN=nats -keyout key.pem -out request.pem
echo 'subjectAltName=DNS:nats,DNS:localhost' >names
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -set_serial 1 -days 3650 -extfile names -out cert.pem
# It signs nothing else.
rm ca-key.pem request.pem names
# Every node reads it, as a user of its own.
chmod 644 ca.pem
