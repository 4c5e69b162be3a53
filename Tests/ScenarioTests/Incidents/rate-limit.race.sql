-- https://github.com/alisaifee/limits/issues/14
-- A limiter counts a hit and then gives the new counter its expiry. A process that dies between the two
-- leaves a counter that never expires, and its address is locked out for ever.
\scenario rate-limit "A counter without an expiry locks an address out"
\load     clients=4 calls=1
\explore  clients=2 calls=1 crashes=2      -- the process that would repair it may die as well
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE hits (address text PRIMARY KEY, n int NOT NULL, expires interval);

\variant buggy "count, then set the expiry"
INSERT INTO hits VALUES ('10.0.0.1', 1)
    ON CONFLICT (address) DO UPDATE SET n = hits.n + 1 RETURNING n AS n  \gset
\if :n = 1
  UPDATE hits SET expires = '1min' WHERE address = '10.0.0.1';
\endif

\fix one-statement "count and expiry in one statement"
INSERT INTO hits VALUES ('10.0.0.1', 1, '1min') ON CONFLICT (address) DO UPDATE SET n = hits.n + 1;

\fix transaction "count and expiry in one transaction"
BEGIN;
INSERT INTO hits VALUES ('10.0.0.1', 1)
    ON CONFLICT (address) DO UPDATE SET n = hits.n + 1 RETURNING n AS n  \gset
\if :n = 1
  UPDATE hits SET expires = '1min' WHERE address = '10.0.0.1';
\endif
COMMIT;

\fix repair "wrong on purpose: the next hit repairs it, if there is one"
\expect not_fixed
INSERT INTO hits VALUES ('10.0.0.1', 1) ON CONFLICT (address) DO UPDATE SET n = hits.n + 1;
UPDATE hits SET expires = '1min' WHERE address = '10.0.0.1' AND expires IS NULL;

\invariant expires "every counter expires"
SELECT address, n FROM hits WHERE expires IS NULL;
