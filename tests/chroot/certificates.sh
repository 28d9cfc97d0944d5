# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Runs in a booted system of its own: a CA that the system trusts, a key and a certificate of lab.test
# signed by it. What came into /etc/ssl is put into /layer, for the boots that follow.
set -euo pipefail
key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
cd /etc/ssl/private
openssl req -x509 "${key[@]}" -keyout ca.key -subj "/CN=The lab" -days 30 \
    -out /usr/local/share/ca-certificates/lab.crt
openssl req "${key[@]}" -keyout lab.key -subj "/CN=lab.test" -out lab.csr
openssl x509 -req -in lab.csr -days 30 -extfile <(echo subjectAltName=DNS:lab.test) -out lab.pem \
    -CA /usr/local/share/ca-certificates/lab.crt -CAkey ca.key -CAcreateserial
chmod 600 ./*.key
update-ca-certificates
mkdir -p /layer/etc
cp -a /etc/ssl /layer/etc
