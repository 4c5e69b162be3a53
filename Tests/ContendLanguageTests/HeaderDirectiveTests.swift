import ContendModel
import Testing

@testable import ContendLanguage

private func header(_ lines: String) throws -> Scenario { try scenario(Sample.withHeader(lines)) }

@Test("A scenario has a name and a title, which is the name where there is none")
func scenarioTitle() throws {
  let titled = try header("")
  #expect(titled.name == "sample")
  #expect(titled.title == "A sample")
  #expect(try scenario("\\scenario a-b.c\n\(Sample.buggy)").title == "a-b.c")
  #expect(try scenario("\\scenario a \"say \"\"hi\"\"\"\n\(Sample.buggy)").title == "say \"hi\"")
}

@Test("What the incident looked like is kept")
func symptom() throws {
  let symptom = try header("\\symptom sqlstate=23514 message=\"HTTP 500, -- it's\" frame=reserveStock")
    .symptom
  #expect(symptom == Symptom(sqlState: "23514", message: "HTTP 500, -- it's", frame: "reserveStock"))
}

@Test("Every class of anomalies can be expected", arguments: AnomalyClass.allCases)
func expectedClass(of anomaly: AnomalyClass) throws {
  #expect(try header("\\expect \(anomaly.rawValue) -- a comment").expectedClass == anomaly)
}

@Test(
  "Parameters are constants, worked out where they are written",
  arguments: [
    ("'A-1'", .string("A-1")), ("100", .integer(100)), ("-3", .integer(-3)), ("NULL", .null),
    ("TRUE", .boolean(true)), ("[1, 2]", .array([.integer(1), .integer(2)])), ("60 * 60", .integer(3600)),
  ] as [(String, Value)])
func parameterValues(text: String, value: Value) throws {
  let scenario = try scenario("\\scenario s\n\\param x \(text)\n\\variant buggy\nSELECT :x;")
  #expect(scenario.parameters.map(\.value) == [value])
  #expect(scenario.parameters.map { scenario.symbols[$0.variable] } == ["x"])
  #expect(scenario.parameters[0].location.line == 2)
}

@Test("A draw sees the parameters, the draws before it and who draws")
func draws() throws {
  let text = """
    \\scenario s
    \\param most 3
    \\draw a random(1, :most)
    \\draw b pick(:a, :client)
    \\variant buggy
    SELECT :b;
    """
  let scenario = try scenario(text)
  #expect(scenario.draws.map { scenario.symbols[$0.variable] } == ["a", "b"])
  #expect(scenario.draws[1].expression == .call(.pick, [.variable(Variable(index: 11)), .variable(.client)]))
}

@Test("The shape of the load is read, what is not said keeps its default")
func load() throws {
  let load = try header("\\load clients=50 calls=2 rate=12.5").load
  #expect(load.clients == 50)
  #expect(load.calls == 2)
  #expect(load.rate == 12.5)
  #expect(try header("\\load calls=3").load.clients == 10)
  #expect(try header("").load.rate == nil)
}

@Test("The scope of explore may override parameters and kill clients")
func explore() throws {
  let text = """
    \\scenario s
    \\param stock 100
    \\param items [1]
    \\explore clients=3 calls=2 stock=1 items=[1, 2] crashes=1 role=client
    \\variant buggy
    SELECT :stock, :items;
    """
  let scenario = try scenario(text)
  let scope = scenario.exploreScope
  #expect(scope.clients == 3)
  #expect(scope.calls == 2)
  #expect(scope.crashes == 1)
  #expect(scope.crashRole == "client")
  let stock = try #require(scenario.symbols.find("stock"))
  let items = try #require(scenario.symbols.find("items"))
  #expect(scope.parameters == [stock: .integer(1), items: .array([.integer(1), .integer(2)])])
}

@Test("Sweeps go over clients, calls and parameters")
func sweeps() throws {
  let text = """
    \\scenario s
    \\sweep clients 2, 4, 8
    \\param size 1
    \\sweep size 1, 5, 10
    \\variant buggy
    SELECT :size;
    """
  let sweeps = try scenario(text).sweeps
  #expect(sweeps.map(\.name) == ["clients", "size"])
  #expect(sweeps.map(\.values) == [[2, 4, 8].map { .integer($0) }, [1, 5, 10].map { .integer($0) }])
  #expect(sweeps.map(\.location.line) == [2, 4])
}

@Test("A profile sets parameters and the shape of the load")
func profiles() throws {
  let text = """
    \\scenario s
    \\param items 5
    \\profile staging items=2 clients=3
    \\variant buggy
    SELECT :items;
    """
  let profile = try #require(try scenario(text).profiles.first)
  #expect(profile.name == "staging")
  #expect(profile.parameters == [Variable(index: 10): .integer(2)])
  #expect(profile.clients == 3)
  #expect(profile.calls == nil)
}

@Test("A variant runs under the scenario's conditions with its own on top")
func conditions() throws {
  let text = """
    \\scenario s
    \\pool size=10 acquire_timeout=2s
    \\net rtt=500us
    \\isolation repeatable read
    \\variant buggy
    SELECT 1;
    \\fix a
    \\pool size=50
    \\deadline 1.5s total
    \\isolation SERIALIZABLE
    SELECT 1;
    """
  let scenario = try scenario(text)
  let buggy = try #require(scenario.buggy).conditions
  #expect(buggy == scenario.conditions)
  #expect(buggy.pool == Conditions.Pool(size: 10, acquireTimeout: .seconds(2)))
  #expect(buggy.roundTrip == .microseconds(500))
  #expect(buggy.deadline == nil)
  #expect(buggy.isolation == .repeatableRead)
  let fix = scenario.fixes[0].conditions
  #expect(fix.pool == Conditions.Pool(size: 50, acquireTimeout: nil))
  #expect(fix.roundTrip == .microseconds(500))
  #expect(fix.deadline == Conditions.Deadline(limit: .milliseconds(1500), isTotal: true))
  #expect(fix.isolation == .serializable)
}

@Test("A pool is as large as a parameter says, in a sweep and in explore too")
func poolParameters() throws {
  let text = """
    \\scenario s
    \\param pool 10
    \\explore pool=2
    \\sweep pool 5, 20
    \\pool size=:pool acquire_timeout=2s
    \\variant buggy
    SELECT 1;
    \\fix larger
    \\pool size=50
    SELECT 1;
    """
  var scenario = try scenario(text)
  let variable = try #require(scenario.symbols.find("pool"))
  let pool = try #require(scenario.buggy?.conditions.pool)
  #expect(pool == Conditions.Pool(size: 10, parameter: variable, acquireTimeout: .seconds(2)))
  #expect(scenario.buggy?.resourceNeeds.poolSize == 10)
  scenario.parameters[0].value = .integer(3)
  scenario.sizePools()
  #expect(scenario.buggy?.resourceNeeds.poolSize == 3)
  #expect(scenario.fixes[0].resourceNeeds.poolSize == 50)
  var explored = scenario.parameterValues
  explored[variable] = scenario.exploreScope.parameters[variable]
  #expect(scenario.buggy?.sizingPool(by: explored).conditions.pool?.size == 2)
}

@Test(
  "Durations have a number and a unit",
  arguments: [
    ("150ms", .milliseconds(150)), ("2s", .seconds(2)), ("500us", .microseconds(500)), ("1min", .seconds(60)),
    ("1.5s", .milliseconds(1500)), ("0ms", .zero), ("s", nil), ("5", nil), ("5 ms", nil), ("-1s", nil),
    ("1e3s", nil),
    ("99999999999999999999s", nil), ("1..2s", nil), ("٣s", nil),
  ] as [(String, Duration?)])
func durations(text: String, duration: Duration?) {
  #expect(DurationText.parse(text) == duration)
}
