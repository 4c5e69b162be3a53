import ContendModel
import Testing

@testable import ContendLanguage

/// Lines of the statements that are said to fail in an aborted transaction; the body begins at line 3.
private func failing(_ lines: String) -> [Int] {
  parse(Sample.withBody(lines)).diagnostics
    .filter { $0.message.hasSuffix("has aborted the transaction, so this fails") }.map(\.location.line)
}

@Test(
  "A statement after an error that nothing has rolled back is warned about",
  arguments: [
    ("BEGIN;\n\\try 23505\nINSERT INTO t VALUES (1);\n\\catch\nSELECT 1;\nSELECT 2;\n\\endtry\nCOMMIT;", [7]),
    ("BEGIN;\n\\try 23505\nINSERT INTO t VALUES (1);\n\\catch\n\\endtry\nSELECT 1;\nCOMMIT;", [8]),
    ("\\try 40\nBEGIN; UPDATE t SET a = 1; COMMIT;\n\\catch\nSELECT 1;\n\\endtry", [6]),
    ("BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\n\\if TRUE\nSELECT 1;\n\\endif\nROLLBACK;\n\\endtry", [8]),
    ("BEGIN;\n\\for x in [1]\n\\try 23505\nSELECT :x;\n\\catch\n\\endtry\n\\endfor\nCOMMIT;", [6]),
    ("BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\nBEGIN;\n\\endtry\nCOMMIT;", [7]),
    ("BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\nSAVEPOINT a;\nROLLBACK TO a;\n\\endtry\nCOMMIT;", [7]),
  ])
func goesOn(lines: String, statements: [Int]) {
  #expect(failing(lines) == statements)
}

@Test(
  "What ends the transaction, goes back to a savepoint or is in none is no reason to warn",
  arguments: [
    "BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\nROLLBACK;\nSELECT 2;\n\\endtry",
    "BEGIN;\nSAVEPOINT a;\n\\try 23505\nSELECT 1;\n\\catch\nROLLBACK TO a;\nSELECT 2;\n\\endtry\nCOMMIT;",
    "BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\nROLLBACK TO SAVEPOINT :\"name\";\nSELECT 2;\n\\endtry\nCOMMIT;",
    "BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\n\\reject no\n\\endtry\nSELECT 2;\nCOMMIT;",
    "BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\n\\endtry\nCOMMIT;\nSELECT 2;",
    "\\try 23505\nINSERT INTO t VALUES (1);\n\\catch\nSELECT 1;\n\\endtry",
    "\\try 23505\nSELECT 1;\nBEGIN; SELECT 2; COMMIT;\n\\catch\nSELECT 3;\n\\endtry",
    "BEGIN;\n\\try timeout\nSELECT 1;\n\\catch\nSELECT 2;\n\\endtry\nCOMMIT;",
    "BEGIN;\n\\try 08006\nSELECT 1;\n\\catch\nSELECT 2;\n\\endtry\nCOMMIT;",
    "BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\n\\disconnect\nSELECT 2;\n\\endtry",
  ])
func recovers(lines: String) {
  #expect(failing(lines) == [])
}

@Test(
  "Where a variable may say that there was an error, nothing is warned about",
  arguments: [
    """
    \\set failed 0
    BEGIN;
    \\try 23505
      SELECT 1;
    \\catch
      \\set failed 1
    \\endtry
    \\if :failed = 0
      SELECT 2;
    \\endif
    COMMIT;
    """,
    """
    \\set failed 0
    BEGIN;
    \\while :failed = 0 max 3
      SELECT 0;
      \\try 23505
        SELECT 1;
      \\catch
        \\set failed 1
      \\endtry
    \\endwhile
    ROLLBACK;
    """,
  ])
func mayBeKnown(lines: String) {
  #expect(failing(lines) == [])
}

@Test(
  "An error that an inner try takes does not reach an outer one, and 25P02 may be what is tried",
  arguments: [
    """
    BEGIN;
    SAVEPOINT a;
    \\try 23505
      \\try 23505
        SELECT 1;
      \\catch
        ROLLBACK TO a;
      \\endtry
    \\catch
      SELECT 2;
    \\endtry
    COMMIT;
    """,
    """
    BEGIN;
    \\try 23505
      SELECT 1;
    \\catch
      \\try 25P02
        SELECT 2;
      \\catch
        ROLLBACK;
      \\endtry
    \\endtry
    """,
  ])
func innerAttempts(lines: String) {
  #expect(failing(lines) == [])
}

@Test("The warning says where the error is caught and how to go on")
func words() {
  let text = Sample.withBody("BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\nSELECT 2;\n\\endtry\nCOMMIT;")
  #expect(
    reportWithHints(text) == [
      "7:1: warning: the error that the '\\try' at line 4 catches has aborted the transaction, so this fails",
      "hint: begin the '\\catch' with ROLLBACK, or with ROLLBACK TO a SAVEPOINT set before the '\\try'",
    ])
}

@Test("A fix that is wrong on purpose, and a scenario about 25P02, are not warned about")
func deliberate() {
  let body = "BEGIN;\n\\try 23505\nSELECT 1;\n\\catch\nSELECT 2;\n\\endtry\nCOMMIT;\n"
  let wrong = Sample.withSection("\\fix a\n\\expect regressed|not_fixed\n\(body)")
  #expect(reportWithHints(wrong) == [])
  #expect(parse(Sample.withSection("\\fix a\n\(body)")).diagnostics.map(\.location.line) == [9])
  #expect(reportWithHints("\\scenario s\n\\symptom sqlstate=25P02\n\\variant buggy\n\(body)") == [])
}

@Test("Aborted transactions in loops in loops do not take for ever")
func abortedInNestedLoops() {
  let depth = 90
  let lines =
    String(repeating: "\\for x in [1]\n", count: depth) + "BEGIN; COMMIT;\n"
    + String(repeating: "\\endfor\n", count: depth)
  #expect(parse(Sample.withBody(lines)).scenario != nil)
}
