import ContendModel
import Testing

@testable import ContendLanguage

/// Lines of the BEGINs that are warned about; the body begins at line 3.
private func openTransactions(_ lines: String) -> [Int] {
  parse(Sample.withBody(lines)).diagnostics
    .filter { $0.message == "the call may end with this transaction open" }.map(\.location.line)
}

@Test(
  "A transaction that every path ends is no reason to warn",
  arguments: [
    "BEGIN; SELECT 1; COMMIT;", "SELECT 1;", "BEGIN; ROLLBACK;", "COMMIT;",
    "BEGIN;\n\\if TRUE\n\\reject no\n\\endif\nCOMMIT;",
    "BEGIN;\n\\if TRUE\nCOMMIT;\n\\else\nROLLBACK;\n\\endif",
    "BEGIN;\n\\fail f", "BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT;",
    "\\for x in [1]\nBEGIN; SELECT :x; COMMIT;\n\\endfor", "\\retry on 40001 max 2\nBEGIN; SELECT 1; COMMIT;",
    "\\try 23505\nBEGIN; SELECT 1; COMMIT;\n\\catch\nROLLBACK;\n\\endtry",
    "\\try 40001\nSELECT 1;\n\\catch\n\\endtry",
  ])
func closedTransactions(lines: String) {
  #expect(openTransactions(lines) == [])
}

@Test(
  "A transaction that a path leaves open is warned about at its BEGIN",
  arguments: [
    ("BEGIN; SELECT 1;", [3]), ("BEGIN;\n\\if TRUE\nCOMMIT;\n\\endif", [3]), ("BEGIN;\n\\return", [3]),
    ("BEGIN;\n\\if TRUE\n\\return\n\\endif\nCOMMIT;", [3]), ("BEGIN; COMMIT;\nSTART TRANSACTION;", [4]),
    ("\\while TRUE max 2\nBEGIN;\n\\endwhile", [4]), ("BEGIN; SAVEPOINT a; ROLLBACK TO a;", [3]),
    ("\\try 23505\nBEGIN; SELECT 1; COMMIT;\n\\catch\n\\endtry", [4]),
    ("\\for x in [1]\n\\if :x\nBEGIN;\n\\else\nCOMMIT;\n\\endif\n\\endfor", [5]),
  ])
func leftOpen(lines: String, begins: [Int]) {
  #expect(openTransactions(lines) == begins)
}

@Test("Each role and each fix is looked at, what a fix takes from buggy only once")
func everyRole() {
  let text = """
    \\scenario s
    \\variant buggy
    \\role a
    BEGIN;
    \\role b
    SELECT 1;
    \\fix f
    \\role b
    BEGIN;
    """
  let lines = parse(text).diagnostics.map(\.location.line)
  #expect(lines == [4, 9])
}

@Test("Loops in loops do not take for ever")
func nestedLoops() {
  let depth = 90
  let lines =
    String(repeating: "\\while TRUE max 2\n", count: depth) + "BEGIN;\n"
    + String(repeating: "\\endwhile\n", count: depth)
  #expect(parse(Sample.withBody(lines)).scenario != nil)
}
