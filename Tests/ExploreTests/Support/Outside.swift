/// Scenarios whose bug lies partly outside the database: pools, caches, leases, notifications, crashes.
enum Outside {
  /// Two calls hold a connection each and wait for a second one.
  static func nestedCheckout(pool: String, body: String = nested) -> String {
    """
    \\scenario nested "A call takes a second connection while it holds the first"
    \\explore clients=2 calls=1
    \\pool \(pool)
    \\setup
    CREATE TABLE orders (id int PRIMARY KEY, state text NOT NULL);
    CREATE TABLE audit (id int NOT NULL);
    INSERT INTO orders VALUES (1, 'new'), (2, 'new');
    \\variant buggy "audit through a connection of its own"
    \(body)
    """
  }

  static let nested = """
    BEGIN;
    UPDATE orders SET state = 'paid' WHERE id = :client_id;
    \\acquire second
    \\use second
    INSERT INTO audit VALUES (:client_id);
    \\release second
    \\use main
    COMMIT;
    """

  static let handedOn = """
    BEGIN;
    UPDATE orders SET state = 'paid' WHERE id = :client_id;
    INSERT INTO audit VALUES (:client_id);
    COMMIT;
    """

  /// One client holds the pool's only connection and waits for a row that the other one holds, which
  /// waits for the pool.
  static let poolAndRow = """
    \\scenario mixed "A circle of a row lock and a place in the pool"
    \\pool size=1 acquire_timeout=2s
    \\setup
    CREATE TABLE orders (id int PRIMARY KEY, n int NOT NULL);
    CREATE TABLE audit (id int NOT NULL);
    INSERT INTO orders VALUES (1, 0);
    \\variant buggy "two ways to the same row"
    \\role payer
    \\acquire ledger direct
    \\use ledger
    BEGIN;
    UPDATE orders SET n = n + 1 WHERE id = 1;
    \\release main
    \\acquire report
    \\use report
    INSERT INTO audit VALUES (1);
    \\use ledger
    COMMIT;
    \\role clerk
    UPDATE orders SET n = n + 1 WHERE id = 1;
    """

  enum Invalidation { case beforeCommit, afterCommit, generation }

  static func staleCache(_ invalidation: Invalidation) -> String {
    let (reader, writer) =
      switch invalidation {
      case .beforeCommit:
        (
          "\\kv get 'price' cached\n\\if :{?cached}\n\\return\n\\endif\nSELECT amount AS amount FROM price  \\gset\n\\kv set 'price' :amount",
          "BEGIN;\nUPDATE price SET amount = 20;\n\\kv del 'price'\nCOMMIT;"
        )
      case .afterCommit:
        (
          "\\kv get 'price' cached\n\\if :{?cached}\n\\return\n\\endif\nSELECT amount AS amount FROM price  \\gset\n\\kv set 'price' :amount",
          "UPDATE price SET amount = 20;\n\\kv del 'price'"
        )
      case .generation:
        (
          "SELECT generation AS generation FROM price  \\gset\n\\kv get 'price' || :generation cached\n\\if :{?cached}\n\\return\n\\endif\nSELECT amount AS amount, generation AS generation FROM price  \\gset\n\\kv set 'price' || :generation :amount",
          "UPDATE price SET amount = 20, generation = generation + 1;"
        )
      }
    let key = invalidation == .generation ? "'price' || :generation" : "'price'"
    return """
      \\scenario cache "A cache is filled from a read that is stale by then"
      \\atomic none
      \\explore calls=2
      \\setup
      CREATE TABLE price (amount int NOT NULL, generation int NOT NULL);
      INSERT INTO price VALUES (10, 1);
      \\variant buggy "read through"
      \\role reader
      \\if :call = 1
      \(reader)
      \\else
      SELECT amount AS truth, generation AS generation FROM price  \\gset
      \\kv get \(key) shown
      \\endif
      \\role writer
      \\if :call = 1
      \(writer)
      \\endif
      \\invariant fresh "who knows the price is not shown another one"
      SELECT vars FROM calls WHERE (vars->>'shown')::int <> (vars->>'truth')::int;
      """
  }

  static func lease(hasToken: Bool) -> String {
    """
    \\scenario lease "A lease expires while its holder still works"
    \\explore clients=2 calls=1
    \\atomic none
    \\setup
    CREATE TABLE job (id int PRIMARY KEY, done int NOT NULL, token int NOT NULL);
    INSERT INTO job VALUES (1, 0, 0);
    \\variant buggy "a lock with a time to live"
    \\kv set 'lock' :client_id ttl=5ms nx got
    \\if NOT :got
    \\reject busy
    \\endif
    \\kv incr 'token' token
    \(hasToken ? "UPDATE job SET token = :token WHERE id = 1 AND token < :token;" : "")
    SELECT done AS done FROM job WHERE id = 1  \\gset
    \\call work 40ms
    \\set next :done + 1
    UPDATE job SET done = :next WHERE id = 1\(hasToken ? " AND token = :token" : "");
    \\if :ROW_COUNT = 0
    \\reject fenced
    \\endif
    \\invariant counted "nobody's work is overwritten"
    SELECT done FROM job, (SELECT count(*) AS ok FROM calls WHERE outcome = 'ok') c WHERE done <> ok;
    """
  }

  static func crash(hasOutbox: Bool) -> String {
    """
    \\scenario enqueue "A process dies between COMMIT and enqueue"
    \\explore clients=1 calls=1 crashes=1
    \\atomic none
    \\setup
    CREATE TABLE orders (id int PRIMARY KEY);
    CREATE TABLE outbox (order_id int NOT NULL);
    CREATE TABLE queue (order_id int NOT NULL);
    \\variant buggy "tell the queue after the commit"
    BEGIN;
    INSERT INTO orders VALUES (1);
    \(hasOutbox ? "INSERT INTO outbox VALUES (1);\nCOMMIT;" : "COMMIT;\nINSERT INTO queue VALUES (1);")
    \\finally
    INSERT INTO queue SELECT order_id FROM outbox;
    \\endfinally
    \\invariant queued "every order gets into the queue"
    SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM queue);
    \\invariant ordered "nothing else does"
    SELECT order_id FROM queue WHERE order_id NOT IN (SELECT id FROM orders);
    """
  }

  enum Listening { case late, first, inTransaction }

  static func wakeup(_ listening: Listening) -> String {
    let look = """
      SELECT count(*) AS jobs FROM job  \\gset
      """
    let body =
      switch listening {
      case .late: "\(look)\nLISTEN jobs;"
      case .first: "LISTEN jobs;\n\(look)"
      case .inTransaction: "BEGIN;\nLISTEN jobs;\n\(look)\nCOMMIT;"
      }
    return """
      \\scenario wakeup "A listener looks, then listens"
      \\atomic none
      \\setup
      CREATE TABLE job (id int);
      \\variant buggy "look and listen"
      \\role listener
      \(body)
      \\if :jobs = 0
      \\wait jobs
      \\endif
      \\role producer
      BEGIN;
      INSERT INTO job VALUES (1);
      NOTIFY jobs;
      COMMIT;
      """
  }

  static func enqueue(beforeCommit: Bool) -> String {
    """
    \\scenario early "A job is enqueued before the commit it belongs to"
    \\atomic none
    \\setup
    CREATE TABLE orders (id int PRIMARY KEY);
    \\variant buggy "enqueue"
    \\role shop
    BEGIN;
    INSERT INTO orders VALUES (1);
    \(beforeCommit ? "\\kv set 'job' 1\nCOMMIT;" : "COMMIT;\n\\kv set 'job' 1")
    \\role worker
    \\kv get 'job' job
    \\if :{?job}
    SELECT count(*) AS found FROM orders WHERE id = :job  \\gset
    \\if :found = 0
    \\fail no_order
    \\endif
    \\endif
    """
  }
}
