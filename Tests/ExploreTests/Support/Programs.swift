/// The programs whose numbers of schedules are known.
enum Programs {
  private static let head = """
    \\scenario program "A program whose schedules are counted"
    \\atomic none
    \\setup
    CREATE TABLE account (id int PRIMARY KEY, v int NOT NULL);
    INSERT INTO account VALUES (1, 10), (2, 10), (3, 10);

    """

  static func lostUpdate(clients: Int) -> String {
    "\\explore clients=\(clients) calls=1\n" + head + """
      \\variant buggy "read, then write"
      BEGIN;
      SELECT v AS have FROM account WHERE id = 1 \\gset
      \\say :have
      \\set left :have - :client_id
      UPDATE account SET v = :left WHERE id = 1;
      COMMIT;
      """
  }

  static let writeSkew =
    head + """
      \\variant buggy "each reads what the other writes"
      \\role first
      BEGIN;
      SELECT v AS have FROM account WHERE id = 2 \\gset
      \\say :have
      UPDATE account SET v = v - :have WHERE id = 1;
      COMMIT;
      \\role second
      BEGIN;
      SELECT v AS have FROM account WHERE id = 1 \\gset
      \\say :have
      UPDATE account SET v = v - :have WHERE id = 2;
      COMMIT;
      """

  static let deadlock =
    head + """
      \\variant buggy "two rows in two orders"
      \\role first
      BEGIN;
      UPDATE account SET v = v + 1 WHERE id = 1;
      UPDATE account SET v = v + 1 WHERE id = 2;
      COMMIT;
      \\role second
      BEGIN;
      UPDATE account SET v = v * 2 WHERE id = 2;
      UPDATE account SET v = v * 2 WHERE id = 1;
      COMMIT;
      """

  static let disjoint =
    "\\explore clients=3 calls=1\n" + head + """
      \\variant buggy "each its own row"
      BEGIN;
      SELECT v AS have FROM account WHERE id = :client_id \\gset
      \\set left :have - 1
      UPDATE account SET v = :left WHERE id = :client_id;
      COMMIT;
      """
}
