-- Pages keep the price of a product in a cache. The shop raises the price and takes the old one out of the
-- cache, and then tells its customers. A page that had read the old price before that was visible puts it
-- back afterwards: from then on the cache is wrong until somebody clears it, and customers who have the
-- new price in writing pay the old one.
--
-- A cache and a database have no transaction in common. When the entry is deleted makes the gap smaller or
-- larger; it is closed where the fill itself is checked, or where the cache is not believed.
\scenario stale-cache "A cache is filled from a read that is out of date"
\symptom  message="customer was charged the old price" frame="checkout"
\expect   stale-cache

\param    old 10
\param    new 20
\load     clients=9 calls=1              -- four pages, four customers, the shop
\explore  calls=1
\threshold p50 < 1s                     -- what a fix takes alone is not the question here

\setup
CREATE TABLE product (id int PRIMARY KEY, price int NOT NULL, version int NOT NULL);
CREATE TABLE notice (id int PRIMARY KEY, sent boolean NOT NULL);
INSERT INTO product VALUES (1, :old, 1);
INSERT INTO notice VALUES (1, false);

\variant buggy "delete the entry, then commit"
\role page clients=1
\kv get 'price' shown
\if NOT :{?shown}
  SELECT price AS shown FROM product WHERE id = 1  \gset
  \sleep 1ms                              -- renders the page
  \kv set 'price' :shown ttl=300s
\endif
\role shop clients=1!
BEGIN;
UPDATE product SET price = :new, version = version + 1 WHERE id = 1;
\kv del 'price'
\sleep 1ms
COMMIT;
UPDATE notice SET sent = true WHERE id = 1;
\role customer clients=1
\sleep 4ms
SELECT sent AS sent FROM notice WHERE id = 1  \gset
\if NOT :sent
  \reject not_yet
\endif
\kv get 'price' paid
\if NOT :{?paid}
  SELECT price AS paid FROM product WHERE id = 1  \gset
\endif

-- Right: a price never changes under its key, because the key says which version it is. An entry that is out of
-- date is not overwritten; nobody asks for it any more.
\fix version-key "the version is part of the key"
\role page clients=1
SELECT version AS version FROM product WHERE id = 1  \gset
\kv get 'price, version ' || :version shown
\if NOT :{?shown}
  SELECT price AS shown, version AS version FROM product WHERE id = 1  \gset
  \sleep 1ms
  \kv set 'price, version ' || :version :shown ttl=300s
\endif
\role customer clients=1
\sleep 4ms
SELECT sent AS sent FROM notice WHERE id = 1  \gset
\if NOT :sent
  \reject not_yet
\endif
SELECT version AS version FROM product WHERE id = 1  \gset
\kv get 'price, version ' || :version paid
\if NOT :{?paid}
  SELECT price AS paid FROM product WHERE id = 1  \gset
\endif

-- Right: a page that fills the entry holds the row meanwhile. A fill with the old price is over before the price
-- can change, so the delete after the commit comes last.
\fix fill-under-lock "hold the row while filling, delete after the commit"
\role page clients=1
\kv get 'price' shown
\if NOT :{?shown}
  BEGIN;
  SELECT price AS shown FROM product WHERE id = 1 FOR SHARE  \gset
  \sleep 1ms
  \kv set 'price' :shown ttl=300s
  COMMIT;
\endif
\role shop clients=1!
BEGIN;
UPDATE product SET price = :new, version = version + 1 WHERE id = 1;
COMMIT;
\kv del 'price'
UPDATE notice SET sent = true WHERE id = 1;

-- Right: what is shown may be old, what is paid is not. The cache is for pages, the row for money.
\fix truth-at-checkout "the checkout reads the row under a lock"
\role customer clients=1
\sleep 4ms
SELECT sent AS sent FROM notice WHERE id = 1  \gset
\if NOT :sent
  \reject not_yet
\endif
SELECT price AS paid FROM product WHERE id = 1 FOR SHARE  \gset

-- Wrong: the gap between delete and commit is gone, the page that has read before the commit is not.
\fix delete-after-commit "wrong on purpose: commit, then delete the entry"
\expect not_fixed
\role shop clients=1!
BEGIN;
UPDATE product SET price = :new, version = version + 1 WHERE id = 1;
COMMIT;
\kv del 'price'
UPDATE notice SET sent = true WHERE id = 1;

-- Wrong: however often the entry is deleted, a slow page fills it after the last time.
\fix delete-twice "wrong on purpose: delete before and after the commit"
\expect not_fixed
\role shop clients=1!
BEGIN;
UPDATE product SET price = :new, version = version + 1 WHERE id = 1;
\kv del 'price'
COMMIT;
\sleep 1ms
\kv del 'price'
UPDATE notice SET sent = true WHERE id = 1;

-- Wrong: the entry is wrong for a second instead of five minutes. Whoever buys in that second pays the old price.
\fix short-ttl "wrong on purpose: the entry lives for a second"
\expect not_fixed
\role page clients=1
\kv get 'price' shown
\if NOT :{?shown}
  SELECT price AS shown FROM product WHERE id = 1  \gset
  \sleep 1ms
  \kv set 'price' :shown ttl=1s
\endif

\invariant told_and_charged "a buyer who was shown the new price pays it"
SELECT name, vars->>'paid' AS paid FROM calls
 WHERE role = 'customer' AND outcome = 'ok' AND (vars->>'paid')::int <> :new;
