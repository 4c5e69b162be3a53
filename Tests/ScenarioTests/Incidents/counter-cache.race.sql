-- https://github.com/rails/rails/pull/14735
-- A book counts its reviews. Two requests delete the same review: both find it, one deletes it, and both
-- take one from the count.
\scenario counter-cache "A review that is deleted twice is taken from the count twice"
\param    reviews 4
\draw     review random(1, :reviews)
\load     clients=8 calls=1
\explore  clients=2 calls=1 review=1
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE book (id int PRIMARY KEY, reviews int NOT NULL);
CREATE TABLE review (id int PRIMARY KEY, book int NOT NULL REFERENCES book);
INSERT INTO book VALUES (1, :reviews);
INSERT INTO review SELECT n, 1 FROM generate_series(1, :reviews) n;

\variant buggy "find, delete, count down"
BEGIN;
SELECT id AS found FROM review WHERE id = :review  \gset
\if NOT :{?found}
  \reject gone
\endif
DELETE FROM review WHERE id = :review;
UPDATE book SET reviews = reviews - 1 WHERE id = 1;
COMMIT;

\fix row-count "count down what was deleted"
BEGIN;
DELETE FROM review WHERE id = :review;
\if :ROW_COUNT = 0
  \reject gone
\endif
UPDATE book SET reviews = reviews - 1 WHERE id = 1;
COMMIT;

\fix for-update "lock the review with the look"
BEGIN;
SELECT id AS found FROM review WHERE id = :review FOR UPDATE  \gset
\if NOT :{?found}
  \reject gone
\endif
DELETE FROM review WHERE id = :review;
UPDATE book SET reviews = reviews - 1 WHERE id = 1;
COMMIT;

\fix not-negative "wrong on purpose: the count does not fall below zero"
\expect not_fixed
BEGIN;
SELECT id AS found FROM review WHERE id = :review  \gset
\if NOT :{?found}
  \reject gone
\endif
DELETE FROM review WHERE id = :review;
UPDATE book SET reviews = greatest(reviews - 1, 0) WHERE id = 1;
COMMIT;

\fix recount "wrong on purpose: counts again, without what others delete meanwhile"
\expect not_fixed
BEGIN;
DELETE FROM review WHERE id = :review;
\if :ROW_COUNT = 0
  \reject gone
\endif
UPDATE book SET reviews = (SELECT count(*) FROM review WHERE book = 1) WHERE id = 1;
COMMIT;

\invariant counted "a book counts the reviews it has"
SELECT b.reviews, count(r.id) AS rows FROM book b LEFT JOIN review r ON r.book = b.id
 GROUP BY b.id, b.reviews HAVING b.reviews <> count(r.id);
