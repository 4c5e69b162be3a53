-- A payment is committed, and before the answer arrives the connection is gone. The client does not know
-- whether it has paid. If it pays again it may have paid twice; if it does not, perhaps not at all.
--
-- The client cannot know more than that the answer is lost. It helps if paying again does no harm, or if the
-- client looks first.
--
-- Only explore can lose an answer at every point; stress shows that the fixes do no other harm.
\scenario lost-acknowledgement "A payment is committed and its answer is lost"
\symptom  message="customer paid twice" frame="pay"
\expect   lost-acknowledgement

\load     clients=4 calls=1
\explore  clients=1 calls=1 crashes=1
\threshold p50 < 1s                     -- what a fix takes alone is not the question here

\setup
CREATE TABLE payment (buyer text NOT NULL, key text UNIQUE);

-- Customers who get no answer pay again.
\finally
INSERT INTO payment (buyer) SELECT name FROM calls WHERE outcome <> 'ok';
\endfinally

\variant buggy "no answer: pay again"
INSERT INTO payment (buyer) VALUES (:name);

-- Right: the same payment has the same key, however often it is sent.
\fix idempotency-key "one key for all attempts"
\finally
INSERT INTO payment (buyer, key) SELECT name, name FROM calls WHERE outcome <> 'ok' ON CONFLICT DO NOTHING;
\endfinally
INSERT INTO payment (buyer, key) VALUES (:name, :name) ON CONFLICT DO NOTHING;

-- Right, as long as nobody else pays for the same buyer meanwhile.
\fix look-first "ask whether it was paid, then pay again"
\finally
INSERT INTO payment (buyer)
SELECT name FROM calls WHERE outcome <> 'ok' AND name NOT IN (SELECT buyer FROM payment);
\endfinally

-- Wrong: to the server a new key is a new payment.
\fix key-per-attempt "wrong on purpose: a new key for each attempt"
\expect not_fixed
\finally
INSERT INTO payment (buyer, key) SELECT name, name || ' again' FROM calls WHERE outcome <> 'ok'
    ON CONFLICT DO NOTHING;
\endfinally
INSERT INTO payment (buyer, key) VALUES (:name, :name) ON CONFLICT DO NOTHING;

-- Wrong: a buyer whose payment had not begun now pays nothing.
\fix never-again "wrong on purpose: no answer counts as paid"
\expect regressed
\finally
SELECT count(*) FROM payment;
\endfinally

\invariant not_twice "nobody pays twice"
SELECT buyer, count(*) AS payments FROM payment GROUP BY buyer HAVING count(*) > 1;

\invariant paid "everybody pays"
SELECT name FROM calls WHERE name NOT IN (SELECT buyer FROM payment);
