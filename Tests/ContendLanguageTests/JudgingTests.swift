import ContendModel
import Testing

@testable import ContendLanguage

@Test("Outcomes are named by kind and detail")
func outcomes() throws {
  let lines = "\\never rejected:out_of_stock, killed\n\\allow error:40001, error:40, deadlock\n\\never ok"
  let judging = try scenario(Sample.withHeader(lines)).judging
  #expect(judging.never.map(\.description) == ["rejected:out_of_stock", "killed", "ok"])
  #expect(judging.allow.map(\.description) == ["error:40001", "error:40", "error:40P01"])
}

@Test("Every kind of outcome can be forbidden", arguments: OutcomeKind.allCases)
func everyOutcome(kind: OutcomeKind) throws {
  let judging = try scenario(Sample.withHeader("\\never \(kind.rawValue)")).judging
  #expect(judging.never == [OutcomePattern(kind: kind)])
}

@Test(
  "Thresholds are milliseconds, rates and counts",
  arguments: [
    ("p99 < 250ms", .p99, .less, 250), ("max<=1.5s", .max, .lessOrEqual, 1500),
    ("mean > 10us", .mean, .greater, 0.01),
    ("error_rate <= 1%", .errorRate, .lessOrEqual, 0.01), ("reject_rate < 0.5", .rejectRate, .less, 0.5),
    ("throughput >= 100", .throughput, .greaterOrEqual, 100),
    ("statements_per_call < 3", .statementsPerCall, .less, 3),
  ] as [(String, Threshold.Metric, Threshold.Comparison, Double)])
func thresholds(text: String, metric: Threshold.Metric, comparison: Threshold.Comparison, limit: Double)
  throws
{
  let threshold = try #require(
    try scenario(Sample.withHeader("\\threshold \(text)")).judging.thresholds.first)
  #expect(threshold.metric == metric)
  #expect(threshold.comparison == comparison)
  #expect(abs(threshold.limit - limit) < 1e-9)
  #expect(threshold.location.line == 2)
}

@Test("A threshold within a fix is the fix's, after an invariant it is the scenario's")
func thresholdPlaces() throws {
  let text = "\\fix a\n\\threshold p99 < 1ms\nSELECT 2;\n\\invariant i\nSELECT 1;\n\\threshold p50 < 2ms"
  let scenario = try scenario(Sample.withSection(text))
  #expect(scenario.fixes[0].thresholds.map(\.metric) == [.p99])
  #expect(scenario.judging.thresholds.map(\.metric) == [.p50])
}

@Test(
  "The unit that serial orders are made of is chosen",
  arguments: [
    ("operation", .operation, false), ("operation strict", .operation, true),
    ("transaction", .transaction, false), ("none", .none, false),
  ] as [(String, Atomicity, Bool)])
func atomicity(text: String, unit: Atomicity, isStrict: Bool) throws {
  let judging = try scenario(Sample.withHeader("\\atomic \(text)")).judging
  #expect(judging.atomicity == unit)
  #expect(judging.isStrict == isStrict)
}

@Test("A draw may split the work into unrelated parts")
func partition() throws {
  let text = "\\scenario s\n\\draw sku random(1, 9)\n\\partition sku\n\\variant buggy\nSELECT :sku;"
  #expect(try scenario(text).judging.partition == Variable(index: 10))
}
