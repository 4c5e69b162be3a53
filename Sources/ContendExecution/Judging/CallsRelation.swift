import ContendModel

/// The `calls` relation that invariants and `\finally` read: a temporary view over a setting that
/// holds the round's calls as JSON, so that no round leaves dead rows behind.
enum CallsRelation {
  static let createSQL = """
    CREATE TEMPORARY VIEW calls AS
    SELECT * FROM pg_catalog.jsonb_to_recordset(
             coalesce(nullif(pg_catalog.current_setting('contend.calls', true), ''), '[]')::pg_catalog.jsonb)
      AS call(client_id int, client int, role text, name text, call int, outcome text, reason text, said text[],
              sqlstate text, attempts int, ms double precision, vars jsonb)
    """

  static let fillSQL = "SELECT pg_catalog.set_config('contend.calls', $1, false)"

  static func json(_ calls: [CallRecord]) -> String {
    "[" + calls.map(row).joined(separator: ",") + "]"
  }

  private static func row(_ call: CallRecord) -> String {
    let sqlState: String? = if case .sqlError(let error) = call.outcome { error.sqlState } else { nil }
    let fields: [(String, Value)] = [
      ("client_id", .integer(Int64(call.clientID))), ("client", .integer(Int64(call.client))),
      ("role", .string(call.role)), ("name", .string(call.name)), ("call", .integer(Int64(call.call))),
      ("outcome", .string(call.outcome.kind.rawValue)),
      ("reason", sqlState == nil ? call.outcome.detail.map { .string($0) } ?? .null : .null),
      ("said", .array(call.said.map { .string($0) })),
      ("sqlstate", sqlState.map { .string($0) } ?? .null), ("attempts", .integer(Int64(call.attempts))),
    ]
    let head = fields.map { "\"\($0)\":\($1.jsonFragment)" }.joined(separator: ",")
    return "{\(head),\"ms\":\(call.duration.milliseconds),\"vars\":\(variables(call))}"
  }

  private static func variables(_ call: CallRecord) -> String {
    let fields = call.variables.map { "\(Value.string($0).jsonFragment):\($1.jsonFragment)" }
    return "{" + fields.joined(separator: ",") + "}"
  }
}

extension Duration {
  /// As a floating-point number of milliseconds.
  package var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) * 1e-15
  }
}
