import ContendLanguage
import ContendModel

extension Race {
  /// What one call of a client does; runs once for every call, many at a time.
  ///
  /// It must do the same whenever it reads the same: random numbers come from `\draw`, time from the
  /// database or not at all. What it throws ends the call: a `CallEnding` as it says, a `CallError`
  /// in that error, anything else in an error of the application.
  public typealias Body = @Sendable (_ call: Call) async throws -> Void

  /// A program with its place: the code as it was, the bug, or a candidate fix.
  public struct Variant: Sendable {
    let program: GivenProgram

    /// The code as it was before the change.
    ///
    /// For its parameters see ``buggy(_:role:clients:connections:waits:fileID:line:body:)``.
    public static func before(
      _ title: String? = nil, role: String? = nil, clients: Int? = nil, connections: Set<String> = [],
      waits: Bool = false, fileID: String = #fileID, line: Int = #line, body: @escaping Body
    ) -> Variant {
      Variant(
        .before, "before", title, role, clients, SwiftBody.Uses(connections, waits), fileID, line, body)
    }

    /// The code that fails: the control of every comparison.
    ///
    /// With roles, as `\role` says them, there is one body for each `role`; `clients` is its number in explore
    /// and its share in stress. `connections` are those that the body acquires beside `main`, and `waits` says
    /// that it waits for notifications: both have to be there before the first call.
    public static func buggy(
      _ title: String? = nil, role: String? = nil, clients: Int? = nil, connections: Set<String> = [],
      waits: Bool = false, fileID: String = #fileID, line: Int = #line, body: @escaping Body
    ) -> Variant {
      Variant(.buggy, "buggy", title, role, clients, SwiftBody.Uses(connections, waits), fileID, line, body)
    }

    /// A candidate fix, by its name; a role that it does not redefine is that of `buggy`.
    ///
    /// For its parameters see ``buggy(_:role:clients:connections:waits:fileID:line:body:)``.
    public static func fix(
      _ name: String, _ title: String? = nil, role: String? = nil, clients: Int? = nil,
      connections: Set<String> = [], waits: Bool = false, fileID: String = #fileID, line: Int = #line,
      body: @escaping Body
    ) -> Variant {
      Variant(.fix, name, title, role, clients, SwiftBody.Uses(connections, waits), fileID, line, body)
    }

    private init(
      _ kind: ContendModel.Variant.Kind, _ name: String, _ title: String?, _ role: String?, _ clients: Int?,
      _ uses: SwiftBody.Uses, _ fileID: String, _ line: Int, _ body: @escaping Body
    ) {
      program = GivenProgram(
        kind: kind, name: name, title: title, role: role.map { ($0, clients) },
        body: SwiftBody(uses: uses) { runner in try await body(Call(runner)) },
        location: SourceLocation(fileID, line))
    }
  }
}

extension SwiftBody.Uses {
  fileprivate init(_ connections: Set<String>, _ waits: Bool) {
    self.init(connections: connections, notifications: waits)
  }
}
