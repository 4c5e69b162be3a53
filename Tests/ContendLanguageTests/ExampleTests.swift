import ContendModel
import Testing

@testable import ContendLanguage

@Test func smoke() {
  let text = #"""
    -- Checkout decrements stock by read-modify-write. From incident INC-4211.
    \scenario lost-update "Lost update on the inventory decrement"
    \symptom  message="HTTP 500 on checkout" frame="reserveStock"
    \expect   lost-update                      -- class

    \param    sku 'A-1'
    \param    stock 100
    \draw     qty random(1, 3)                 -- drawn anew
    \load     clients=50 calls=2               -- stress
    \explore  clients=2 calls=1                -- explore
    \sweep    clients 2, 4, 8, 16, 32

    \setup
    CREATE TABLE inventory (sku text PRIMARY KEY, stock int NOT NULL);
    INSERT INTO inventory VALUES (:sku, :stock);

    \variant buggy "read, compute in the application, write back"
    BEGIN;
    SELECT stock AS have FROM inventory WHERE sku = :sku  \gset
    \if :have < :qty
      \reject out_of_stock
    \endif
    \set left :have - :qty
    UPDATE inventory SET stock = :left WHERE sku = :sku;
    COMMIT;

    \fix atomic "one conditional UPDATE"
    UPDATE inventory SET stock = stock - :qty WHERE sku = :sku AND stock >= :qty;
    \if :ROW_COUNT = 0
      \reject out_of_stock
    \endif

    \fix serializable "same code at SERIALIZABLE, retried"
    \retry on 40001, 40P01 max 50 backoff 1ms..20ms
    BEGIN ISOLATION LEVEL SERIALIZABLE;
    COMMIT;

    \fix flag-first "wrong on purpose: reads a flag first"
    \expect not_fixed
    SELECT 1;

    \invariant conserved "what was sold plus what is left is what we started with"
    SELECT i.sku, i.stock, sold FROM inventory i,
           (SELECT coalesce(sum((vars->>'qty')::int), 0) AS sold FROM calls WHERE outcome = 'ok') c
     WHERE i.stock + sold <> :stock;           -- an invariant

    \threshold p99 < 250ms
    """#
  let result = ScenarioParser.parse(text: text, file: "a.race.sql") { _ in "" }
  for diagnostic in result.diagnostics { print(diagnostic) }
  dump(result.scenario?.variants.first)
  #expect(result.scenario != nil)
}
