#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: a database and its owner for each part. No part can connect to the
# database of another.
set -eu
for part in journal tally view ledger; do
  password=$(cat "/run/secrets/sportskk/$part/password")
  psql --set=ON_ERROR_STOP=1 --set=name="sportskk_$part" --set=password="$password" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
