-- https://github.com/mastodon/mastodon/pull/37879
-- A client repeats a request with its idempotency key. The server remembers the key in a key-value store
-- once the post is written. A repetition that comes before that writes the post again.
\scenario idempotency-key "A repeated request is carried out twice"
\load     clients=4 calls=1
\explore  clients=2 calls=1
\atomic   none                            -- who is turned away as busy need not be so in turn
\threshold p50 < 5s
\threshold p99 < 5s

\setup
CREATE TABLE post (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL);

\variant buggy "look for the key, write, remember the key"
\kv get 'key' post
\if :{?post}
  \return
\endif
INSERT INTO post (key) VALUES ('k') RETURNING id AS post  \gset
\kv set 'key' :post

\fix unique-key "the key is unique in the table"
\migration
CREATE UNIQUE INDEX one_post_per_key ON post (key);
\endmigration
INSERT INTO post (key) VALUES ('k') ON CONFLICT DO NOTHING;

\fix claim "claim the key before the work, turn away who comes meanwhile"
\kv set 'claim' :name nx mine
\if NOT :mine
  \kv get 'key' post
  \if :{?post}
    \return
  \endif
  \reject in_progress
\endif
INSERT INTO post (key) VALUES ('k') RETURNING id AS post  \gset
\kv set 'key' :post

\fix claim-for-a-second "wrong on purpose: the claim ends while its holder still writes"
\expect not_fixed
\kv set 'claim' :name ttl=1ms nx mine
\if NOT :mine
  \reject in_progress
\endif
\kv get 'key' post
\if :{?post}
  \return
\endif
\sleep 2ms
INSERT INTO post (key) VALUES ('k') RETURNING id AS post  \gset
\kv set 'key' :post

\fix nx-at-the-end "wrong on purpose: remembers the key only once, after the post"
\expect not_fixed
\kv get 'key' post
\if :{?post}
  \return
\endif
INSERT INTO post (key) VALUES ('k') RETURNING id AS post  \gset
\kv set 'key' :post nx mine

\invariant once "one post for a key"
SELECT key, count(*) AS posts FROM post GROUP BY key HAVING count(*) > 1;
