import ContendModel
import Testing

@testable import ContendLanguage

private let x = Variable(index: 10)

/// The only step of a body.
private func step(_ lines: String, reading: String = "") throws -> Step.Action {
  let steps = try body(lines + "\n" + reading, header: "\\param x 1\n\\sweep x 1\n\\draw unread :x")
  return try #require(steps.first).action
}

private struct Unexpected: Error {
  let what: String
}

private let one = Expression.literal(.integer(1))

@Test("Set gives a variable the value of an expression")
func setDirective() throws {
  #expect(try step("\\set y 1", reading: "SELECT :y;") == .set(Variable(index: 12), one))
}

@Test("An if has branches, each with its condition and place, and what is done otherwise")
func ifDirective() throws {
  let lines = "\\if :x\n\\return\n\\elif 1\n\\return\n\\return\n\\else\n\\fail f\n\\endif"
  guard case .branch(let branches, let otherwise) = try step(lines) else {
    throw Unexpected(what: "no branch")
  }
  #expect(branches.map(\.condition) == [.variable(x), one])
  #expect(branches.map(\.location.line) == [6, 8])
  #expect(branches.map(\.body.count) == [1, 2])
  #expect(otherwise.map(\.action) == [.end(.failed(reason: "f"))])
}

@Test("Loops go over a list or as long as a condition holds")
func loops() throws {
  let forEach = try step("\\for y in [1]\n\\sleep :y s\n\\endfor")
  guard case .forEach(let variable, in: .list([one]), let body) = forEach else {
    throw Unexpected(what: "no for")
  }
  #expect(body.map(\.action) == [.sleep(DurationExpression(amount: .variable(variable), unit: .seconds(1)))])
  let loop = try step("\\while :x < 3 max 10\n\\endwhile")
  let condition = Expression.binary(.less, .variable(x), .literal(.integer(3)))
  #expect(loop == .loop(while: condition, max: .literal(.integer(10)), body: []))
}

@Test("Errors can be caught by SQLSTATE, class or time-out")
func tryDirective() throws {
  let caught = try step("\\try 23505, 40, timeout, pool_timeout\n\\return\n\\catch\n\\fail f\n\\endtry")
  guard case .attempt(let patterns, let body, let handler) = caught else { throw Unexpected(what: "no try") }
  #expect(patterns == [.sqlState("23505"), .sqlStateClass("40"), .timeout, .poolTimeout])
  #expect(body.map(\.action) == [.end(.ok)])
  #expect(handler.map(\.action) == [.end(.failed(reason: "f"))])
}

@Test("A retry lasts to its end or to the end of the body")
func retryDirective() throws {
  let steps = try body("\\retry on 40001, 40P01 max 50 backoff 1ms..20ms\n\\return\n\\endretry\nSELECT 1;")
  #expect(steps.count == 2)
  guard case .retry(let policy, let body) = steps[0].action else { throw Unexpected(what: "no retry") }
  #expect(policy.errors == [.sqlState("40001"), .sqlState("40P01")])
  #expect(policy.maxAttempts == 50)
  #expect(policy.backoff == .milliseconds(1) ... .milliseconds(20))
  #expect(body.count == 1)
  let open = try ContendLanguageTests.body("\\retry on 40001 max 2\nSELECT 1;\nSELECT 2;")
  guard case .retry(let short, let rest) = open[0].action else { throw Unexpected(what: "no retry") }
  #expect(short.backoff == .zero ... .zero)
  #expect(rest.count == 2)
}

@Test("A retry without end goes up to the finally, the next role and the next section")
func retryEnds() throws {
  let text = """
    \\scenario s
    \\variant buggy
    \\role a
    \\retry on 40001 max 2
    SELECT 1;
    \\role b
    \\retry on 40001 max 3
    SELECT 2;
    \\finally
    SELECT 3;
    \\endfinally
    \\invariant i
    SELECT 4;
    """
  let buggy = try #require(try scenario(text).buggy)
  #expect(buggy.roles.map(\.body.count) == [1, 1])
  #expect(buggy.finally?.count == 1)
}

@Test(
  "A call ends by rejection, failure or success",
  arguments: [
    ("\\reject out_of_stock", .rejected(reason: "out_of_stock")),
    ("\\reject 'out of stock'", .rejected(reason: "out of stock")),
    ("\\fail no-payment -- why", .failed(reason: "no-payment")), ("\\return", .ok),
  ] as [(String, CallEnding)])
func endings(line: String, ending: CallEnding) throws {
  #expect(try step(line) == .end(ending))
}

@Test(
  "What the user is told may name variables",
  arguments: [
    ("order :x is done", [.text("order "), .variable(x), .text(" is done")]),
    ("\":x items\"", [.variable(x), .text(" items")]),
    ("It's 12:30, a::b -- not said", [.text("It's 12:30, a::b")]), ("'quoted'", [.text("quoted")]),
    (":x:x", [.variable(x), .variable(x)]),
  ] as [(String, [TextTemplate.Segment])])
func sayDirective(text: String, segments: [TextTemplate.Segment]) throws {
  #expect(try step("\\say \(text)") == .say(TextTemplate(segments: segments)))
}

@Test(
  "Pauses are a number and a unit, seconds where it is left out",
  arguments: [
    ("10 ms", 10, .milliseconds(1)), ("10ms", 10, .milliseconds(1)), ("2", 2, .seconds(1)),
    ("3us", 3, .microseconds(1)),
    ("1 min", 1, .seconds(60)), ("4 s", 4, .seconds(1)),
  ] as [(String, Int64, Duration)])
func sleepDirective(text: String, amount: Int64, unit: Duration) throws {
  let duration = DurationExpression(amount: .literal(.integer(amount)), unit: unit)
  #expect(try step("\\sleep \(text)") == .sleep(duration))
}

@Test("A pause may be computed")
func computedSleep() throws {
  let product = Expression.binary(.multiply, .variable(x), .literal(.integer(2)))
  #expect(
    try step("\\sleep (:x * 2) ms") == .sleep(DurationExpression(amount: product, unit: .milliseconds(1))))
}

@Test("A service has a duration, a limit and a size")
func callDirective() throws {
  let latency = DurationExpression(amount: .literal(.integer(40)), unit: .milliseconds(1))
  let service = ServiceCall(name: "pay", latency: latency, limit: 5, per: .variable(x))
  #expect(try step("\\call pay 40ms limit=5 per=:x") == .service(service))
  let short = ServiceCall(
    name: "pay", latency: DurationExpression(amount: .variable(x), unit: .seconds(1)), limit: 5, per: nil)
  #expect(try step("\\call pay :x limit=5") == .service(short))
}

@Test("Further connections are taken, used and given back")
func connectionDirectives() throws {
  let lines = "\\acquire queue direct\n\\acquire other\n\\use queue\n\\use main\n\\release queue\n\\release"
  #expect(
    try body(lines).map(\.action) == [
      .acquire(connection: "queue", direct: true), .acquire(connection: "other", direct: false),
      .use(connection: "queue"), .use(connection: "main"), .release(connection: "queue"),
      .release(connection: nil),
    ])
}

@Test("The key-value store is read, written, deleted from and counted in")
func keyValueDirective() throws {
  let key = Expression.literal(.string("k"))
  let y = Variable(index: 12)
  #expect(try step("\\kv get 'k' y", reading: "SELECT :y;") == .keyValue(.get(key: key, into: y)))
  #expect(try step("\\kv del 'k'") == .keyValue(.delete(key: key)))
  #expect(try step("\\kv incr 'k'") == .keyValue(.increment(key: key, into: nil)))
  #expect(try step("\\kv incr 'k' y") == .keyValue(.increment(key: key, into: y)))
  let plain = KeyValueAction.set(key: key, value: one, ttl: nil, onlyIfAbsent: false, into: nil)
  #expect(try step("\\kv set 'k' 1") == .keyValue(plain))
  let full = KeyValueAction.set(key: key, value: .variable(x), ttl: .seconds(5), onlyIfAbsent: true, into: y)
  #expect(try step("\\kv set 'k' :x ttl=5s nx y") == .keyValue(full))
  #expect(try step("\\kv set 'k' :x nx ttl=5s y") == .keyValue(full))
}

@Test("A client can wait for a notification")
func waitDirective() throws {
  #expect(try step("\\wait jobs") == .wait(channel: "jobs"))
}

@Test("A body nested too deeply is refused, however deep it is")
func nesting() {
  let lines = String(repeating: "\\if TRUE\n", count: 50_000)
  let result = parse(Sample.withBody(lines))
  #expect(result.scenario == nil)
  #expect(result.diagnostics.contains { $0.message == "blocks are nested too deeply" })
  #expect(result.diagnostics.count == 101)
}
