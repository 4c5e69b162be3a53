-- A comment; with 'quotes
\scenario all "Every directive"
\symptom sqlstate=23514 message="HTTP 500" frame='f'
\expect lost-update
\param sku 'A-1'
\param items [1, 2, 3]
\draw qty random(1, 3) -- drawn
\draw who weighted('a':9, 'b':1)
\load clients=50 calls=2 rate=10
\explore clients=2 calls=1 sku='x' crashes=1 role=worker
\sweep clients 2, 4
\profile staging items=[1] clients=2
\pool size=3 acquire_timeout=2s
\net rtt=1ms
\deadline 2s total
\isolation REPEATABLE READ
\never error:40001, deadlock
\allow rejected
\threshold p99 < 250ms
\atomic operation strict
\partition qty
\setup
CREATE TABLE t (sku text, body text DEFAULT $x$ ;'" $x$);
INSERT INTO t VALUES (:sku, E'it\'s') /* ; /* nested */ */;
\include tables.sql
\variant before "as it was"
\role worker
SELECT 1;
\variant buggy "Ümläute 😀"
\migration
CREATE INDEX i ON t (sku);
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END;
\endmigration
\role worker clients=2
\retry on 40001, 40P01 max 5 backoff 1ms..20ms
BEGIN;
SELECT sku AS have, count(*) FROM t WHERE sku = :sku GROUP BY 1 \gset p_
\if :p_have = 'x' AND NOT :{?p_count} OR (:qty + 2) * 3 BETWEEN 1 AND 9
  \reject out_of_stock
\elif :qty IN (1, 2) IS NOT NULL
  \say told :qty times
\else
  \fail no_luck
\endif
\for item in chunks(:items, 2)
  \while :qty < 3 max 10
    \sleep 10 ms
  \endwhile
  UPDATE t SET sku = :'who', body = $1 \bind :item;
\endfor
\try 23505, timeout
  \call pay 40ms limit=2 per=:qty
\catch
  \return
\endtry
\kv set 'k' || :sku CASE WHEN TRUE THEN 1 ELSE 2 END ttl=5s nx got
\acquire other direct
\use other
\release other
\disconnect
\acquire main
\wait jobs
COMMIT;
\endretry
\role admin clients=1!
SELECT a[1:2], b::int, :"who" FROM t;
\fix one "a fix"
\expect eliminated|masked
\role admin
SELECT 2 AS x \aset
\finally
SELECT 1;
\endfinally
\invariant conserved "nothing is lost"
SELECT * FROM t WHERE sku <> :sku;
