-- A role for Contend on a server of yours: it creates databases of its own and drops them again.
-- It is no superuser, may not create roles and reaches neither files nor programs of the server.
-- Give it a password of your own: psql -v password=… -f docs/contend-role.sql
\if :{?password}
\else
  \set password contend
\endif
CREATE ROLE contend LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION PASSWORD :'password';
