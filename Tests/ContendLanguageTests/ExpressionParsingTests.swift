import ContendModel
import Testing

@testable import ContendLanguage

/// An expression with every operator in parentheses, so that precedence shows.
private func shape(_ text: String) throws -> String {
  let header = "\\param a 1\n\\param b 2\n\\param c 3"
  let steps = try body("\\set x \(text)\nSELECT :x, :a, :b, :c;", header: header)
  guard case .set(_, let expression) = steps[0].action else { return "" }
  return expression.shape
}

extension Expression {
  fileprivate var shape: String {
    switch self {
    case .literal(.string(let text, _)): "'\(text)'"
    case .literal(let value): value.text ?? "NULL"
    case .variable(let variable): ":\(variable.index)"
    case .isSet(let variable): "set(\(variable.index))"
    case .unary(let operation, let operand): "(\(operation.rawValue) \(operand.shape))"
    case .binary(let operation, let left, let right): "(\(left.shape) \(operation.rawValue) \(right.shape))"
    case .call(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.shape).joined(separator: ", ")))"
    case .list(let elements): "[\(elements.map(\.shape).joined(separator: ", "))]"
    case .conditional(let branches, let otherwise):
      "case(\(branches.map { "\($0.condition.shape): \($0.value.shape)" }.joined(separator: ", "));"
        + " \(otherwise?.shape ?? "-"))"
    }
  }
}

@Test(
  "Operators bind as in PostgreSQL and pgbench",
  arguments: [
    ("1 + 2 * 3", "(1 + (2 * 3))"), ("1 - 2 - 3", "((1 - 2) - 3)"), ("-2 * 3", "(-2 * 3)"),
    ("- :a * 3", "((- :10) * 3)"), ("2 * -3", "(2 * -3)"), ("1 < 2 AND 3 >= 4", "((1 < 2) AND (3 >= 4))"),
    ("1 = 1 OR 2 = 2 AND 3 = 3", "((1 = 1) OR ((2 = 2) AND (3 = 3)))"),
    ("NOT 1 = 2 AND 3 = 3", "((NOT (1 = 2)) AND (3 = 3))"), ("NOT NOT :a", "(NOT (NOT :10))"),
    ("1 | 6 & 3 # 5", "(((1 | 6) & 3) # 5)"), ("1 + 1 << 2", "((1 + 1) << 2)"), ("~5 + 1", "((~ 5) + 1)"),
    ("'a' || 'b' = 'ab'", "(('a' || 'b') = 'ab')"), ("1 != 2", "(1 <> 2)"), ("(1 + 2) * 3", "((1 + 2) * 3)"),
    ("1 + 2 IS NULL", "(IS NULL (1 + 2))"), ("1 = 2 IS NOT NULL", "(IS NOT NULL (1 = 2))"),
    ("7 % 3", "(7 % 3)"), ("8 >> 1", "(8 >> 1)"),
  ])
func precedence(text: String, expected: String) throws {
  #expect(try shape(text) == expected)
}

@Test(
  "Every form of value and test is read",
  arguments: [
    ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
    ("1.5", "1.5"), (".5", "0.5"), ("2e3", "2000"), ("-1.5", "-1.5"), ("'it''s'", "'it's'"), ("TRUE", "t"),
    ("false", "f"), ("NULL", "NULL"), (":a", ":10"), (":{?a}", "set(10)"),
    ("[1, 'b', [NULL]]", "[1, 'b', [NULL]]"),
    ("[]", "[]"), (":a ISNULL", "(IS NULL :10)"), (":a NOTNULL", "(IS NOT NULL :10)"),
    (":a IS TRUE", "case(:10: t; f)"), (":a IS NOT FALSE", "case((NOT :10): f; t)"),
    (":a BETWEEN 1 AND 2 + 1 AND TRUE", "((:10 BETWEEN [1, (2 + 1)]) AND t)"),
    (":a NOT BETWEEN 1 AND 2", "(NOT (:10 BETWEEN [1, 2]))"), (":a IN (1, 2)", "(:10 IN [1, 2])"),
    (":a NOT IN (1)", "(NOT (:10 IN [1]))"), (":a IN :b", "(:10 IN :11)"),
    ("CASE WHEN :a THEN 1 WHEN :b THEN 2 ELSE 3 END", "case(:10: 1, :11: 2; 3)"),
    ("case when :a then 1 end", "case(:10: 1; -)"), ("random(1, 10)", "random(1, 10)"), ("pi()", "pi()"),
    ("weighted('a':9, 'b':1)", "weighted('a', 9, 'b', 1)"), ("chunks([1,2], 1)", "chunks([1, 2], 1)"),
    ("RANDOM(1, 2)", "random(1, 2)"), ("weighted(1: :a, 2: 3)", "weighted(1, :10, 2, 3)"),
  ])
func forms(text: String, expected: String) throws {
  #expect(try shape(text) == expected)
}

@Test("Every function has an arity that its usage fits, and is read by name")
func functions() throws {
  for function in Function.allCases where function != .weighted {
    let count = function.arity.lowerBound
    let arguments = Array(repeating: "1", count: count).joined(separator: ", ")
    let steps = try body("\\set x \(function.rawValue)(\(arguments))\nSELECT :x;")
    guard case .set(_, .call(let called, let values)) = steps[0].action else {
      Issue.record("\(function) was not read as a call")
      continue
    }
    #expect(called == function)
    #expect(values.count == count)
    #expect(function.usage.hasPrefix(function.rawValue + "("))
  }
}

@Test(
  "Nesting that would exhaust the stack is refused",
  arguments: ["(", "[", "- ", "NOT ", "CASE WHEN ", "abs("])
func depth(opener: String) {
  let text = Sample.withBody("\\set x " + String(repeating: opener, count: 50_000) + "1")
  #expect(parse(text).diagnostics.first?.message == "the expression is nested too deeply")
}

@Test("A chain of operators that would exhaust the stack is refused")
func length() {
  let text = Sample.withBody("\\set x 1" + String(repeating: " + 1", count: 50_000))
  #expect(parse(text).diagnostics.first?.message == "the expression is too long")
  let nulls = Sample.withBody("\\set x 1" + String(repeating: " ISNULL", count: 50_000))
  #expect(parse(nulls).diagnostics.first?.message == "the expression is too long")
}

@Test("A line that ends in a backslash goes on, as in pgbench")
func continuation() throws {
  #expect(try shape("1 + \\\n  2 -- two\n") == "(1 + 2)")
  #expect(try shape("1 + \\\r\n  2") == "(1 + 2)")
}

@Test("A comment ends a directive, but not within quotes")
func comments() throws {
  #expect(try shape("'a--b' -- 'c'") == "'a--b'")
}
