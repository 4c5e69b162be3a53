-- Since Tuesday's deployment a checkout asks the inventory service about every line of the cart, one call
-- after another; before, it asked about none. A call takes 6 ms here (1.5 s in the incident) and a checkout
-- may take 120 ms (5 s): usual carts are in time, a cart of 20 items cannot be. One checkout in ten has such a cart.
--
-- In staging nobody has more than two items in the cart, so nothing fails there:
--   contend stress n-plus-one --profile staging
--   contend stress n-plus-one --profile production
-- and the sweep says from which size on it fails:
--   contend sweep n-plus-one --variant before,buggy,batched
\scenario n-plus-one "A checkout validates each item by a call of its own"
\symptom  message="context deadline exceeded" frame="validateCart"
\expect   timeout

\param    usual 5                       -- items of usual carts, at most
\param    bulk 20                       -- items of one cart in ten
\profile  production usual=5 bulk=20
\profile  staging usual=2 bulk=2
\draw     items CASE WHEN :client % 10 = 0 THEN :bulk ELSE random(1, :usual) END
-- The batch endpoint is down for one call in ten.
\draw     down :client % 10 = 2

\load     clients=10 calls=1
\explore  clients=2 calls=1 items=20
\sweep    items 1, 5, 10, 20, 50, 100
\pool     size=10 acquire_timeout=1s
\deadline 120ms
\atomic   none

\setup
-- What the inventory service answers from: every tenth item is sold out.
CREATE TABLE stock (sku int PRIMARY KEY, available int NOT NULL);
INSERT INTO stock SELECT n, CASE WHEN n % 10 = 3 THEN 0 ELSE 100 END FROM generate_series(1, 100) n;
CREATE TABLE orders (client int NOT NULL, call int NOT NULL, items int NOT NULL, PRIMARY KEY (client, call));
-- Its batch endpoint, which takes 50 items at most.
CREATE FUNCTION sold_out(skus int[], down boolean) RETURNS int[] LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF down THEN RAISE EXCEPTION 'inventory service is not available' USING ERRCODE = '58000'; END IF;
  IF cardinality(skus) > 50 THEN RAISE EXCEPTION 'at most 50 items' USING ERRCODE = '54000'; END IF;
  RETURN coalesce((SELECT array_agg(sku ORDER BY sku) FROM stock WHERE sku = ANY(skus) AND available = 0), '{}');
END $$;

-- The code before the deployment.
\variant before "no validation"
\set by_batch 0
\set one_by_one 0
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
INSERT INTO orders VALUES (:client, :call, :items);

\variant buggy "a call for each item"
\set by_batch 0
\set one_by_one 0
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
\for item in :cart
  \call inventory 6ms limit=10          -- ten at once; a flood of calls makes everybody wait
  SELECT available AS available FROM stock WHERE sku = :item  \gset
  \set one_by_one :one_by_one + 1
  \if :available = 0
    \say item :item is sold out
  \endif
\endfor
INSERT INTO orders VALUES (:client, :call, :items);

-- Right: one call for up to 50 items. Sold-out items are reported one by one and fail no cart. If the batch
-- call fails, a few items are asked about one by one: not all of them, because that is what took too long. The
-- two counters tell the dashboard how often each path is taken.
\fix batched "one call for 50 items"
\set by_batch 0
\set one_by_one 0
\set unchecked 0
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
\for part in chunks(:cart, 50)
  \call inventory 6ms limit=10
  \try 58000
    SELECT sold_out(:part, :down) AS missing  \gset
    \set by_batch :by_batch + length(:part)
    \for item in :missing
      \say item :item is sold out
    \endfor
  \catch
    \for item in :part
      \if :one_by_one < 3
        \call inventory 6ms limit=10
        SELECT available AS available FROM stock WHERE sku = :item  \gset
        \set one_by_one :one_by_one + 1
        \if :available = 0
          \say item :item is sold out
        \endif
      \else
        \set unchecked :unchecked + 1
      \endif
    \endfor
  \endtry
\endfor
INSERT INTO orders VALUES (:client, :call, :items);

-- Masked: answers are remembered, so the next attempt gets further, and nobody sees a time-out any more. The
-- customer waits for all of them, and the service is called as often as before.
\fix retry-on-timeout "wrong on purpose: tries again"
\expect masked
\set by_batch 0
\set one_by_one 0
\retry on timeout max 20
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
\for item in :cart
  \kv get 'item ' || :item || ' of ' || :client || ' in ' || :call available
  \if NOT :{?available}
    \call inventory 6ms limit=10
    SELECT available AS available FROM stock WHERE sku = :item  \gset
    \kv set 'item ' || :item || ' of ' || :client || ' in ' || :call :available
    \if :available = 0
      \say item :item is sold out
    \endif
  \endif
  \set one_by_one :one_by_one + 1
\endfor
INSERT INTO orders VALUES (:client, :call, :items) ON CONFLICT DO NOTHING;  -- the answer may have come too late
\endretry

-- Masked: the same calls, and more time for them.
\fix longer-timeout "wrong on purpose: a longer deadline"
\expect masked
\deadline 3s
\set by_batch 0
\set one_by_one 0
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
\for item in :cart
  \call inventory 6ms limit=10
  SELECT available AS available FROM stock WHERE sku = :item  \gset
  \set one_by_one :one_by_one + 1
  \if :available = 0
    \say item :item is sold out
  \endif
\endfor
INSERT INTO orders VALUES (:client, :call, :items);

-- Wrong: nobody waits for a connection.
\fix bigger-pool "wrong on purpose: more connections"
\expect not_fixed
\pool size=40 acquire_timeout=1s
\set by_batch 0
\set one_by_one 0
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
\for item in :cart
  \call inventory 6ms limit=10
  SELECT available AS available FROM stock WHERE sku = :item  \gset
  \set one_by_one :one_by_one + 1
  \if :available = 0
    \say item :item is sold out
  \endif
\endfor
INSERT INTO orders VALUES (:client, :call, :items);

-- Wrong: in time, but now one sold-out item fails the cart, and so does an endpoint that is down.
\fix all-or-nothing "wrong on purpose: one answer for the whole cart"
\expect regressed
\set by_batch 0
\set one_by_one 0
SELECT array_agg(sku ORDER BY sku) AS cart FROM stock WHERE sku <= :items  \gset
\for part in chunks(:cart, 50)
  \call inventory 6ms limit=10
  SELECT sold_out(:part, :down) AS missing  \gset
  \set by_batch :by_batch + length(:part)
  \for item in :missing
    \fail sold_out
  \endfor
\endfor
INSERT INTO orders VALUES (:client, :call, :items);

\invariant ordered "every acknowledged checkout has an order"
SELECT c.client, c.call
  FROM calls c LEFT JOIN orders o ON o.client = c.client AND o.call = c.call
 WHERE c.outcome = 'ok' AND o.client IS NULL;

\invariant counted "every item was checked in one way, or is known not to have been checked"
SELECT c.client, c.call, c.vars->>'items' AS items
  FROM calls c
 WHERE c.outcome = 'ok' AND (c.vars->>'by_batch')::int + (c.vars->>'one_by_one')::int > 0
   AND (c.vars->>'items')::int <> (c.vars->>'by_batch')::int + (c.vars->>'one_by_one')::int
                                + coalesce((c.vars->>'unchecked')::int, 0);

\invariant told "each checked item that is sold out was reported"
SELECT c.client, c.call, c.said
  FROM calls c
 WHERE c.outcome = 'ok' AND (c.vars->>'by_batch')::int + (c.vars->>'one_by_one')::int = (c.vars->>'items')::int
   AND c.said <> (SELECT coalesce(array_agg('item ' || sku || ' is sold out' ORDER BY sku), '{}')
                    FROM stock WHERE sku <= (c.vars->>'items')::int AND available = 0);
