import ContendRuns
import ContendLanguage
import ContendModel

/// A scenario whose clients are closures: the same modes, oracles and verdicts as for a scenario file.
///
/// The text is written in the scenario language and says everything but the bodies: set-up, invariants,
/// load, scope. A variant that it declares without a body, with its `\expect` or `\migration`, gets the
/// body of the same name here; variants that it does not mention need no more than a name.
///
/// ```swift
/// let race = Race(
///   #"""
///   \scenario lost-update "Lost update on the inventory decrement"
///   \setup
///   CREATE TABLE inventory (sku text PRIMARY KEY, stock int NOT NULL);
///   INSERT INTO inventory VALUES ('A-1', 100);
///   \invariant conserved "what was sold plus what is left is what we started with"
///   SELECT stock FROM inventory
///    WHERE stock + (SELECT count(*) FROM calls WHERE outcome = 'ok') <> 100;
///   """#,
///   .buggy { call in
///     let stock: Int = try await call.value("SELECT stock FROM inventory WHERE sku = 'A-1'")
///     try await call.execute("UPDATE inventory SET stock = \(stock - 1) WHERE sku = 'A-1'")
///   },
///   .fix("atomic") { call in
///     try await call.execute("UPDATE inventory SET stock = stock - 1 WHERE sku = 'A-1'")
///   })
/// let report = try await race.prove()
/// ```
public struct Race: Sendable {
  let text: String
  /// As locations in the text name it.
  let textName: String
  /// Where the race is written, for results.
  let origin: String
  let programs: [GivenProgram]

  /// A scenario in the scenario language, with the bodies that it leaves out.
  public init(_ text: String, _ variants: Variant..., fileID: String = #fileID, line: Int = #line) {
    self.text = text
    textName = "text of the race at \(fileID):\(line)"
    origin = fileID
    programs = variants.map(\.program)
  }

  /// A scenario file, with further variants or with the bodies that it leaves out.
  ///
  /// Throws a ``RaceFailure`` if the file cannot be read.
  public init(contentsOf path: String, _ variants: Variant..., fileID: String = #fileID) throws {
    do {
      text = try ScenarioFile.read(path)
    } catch {
      throw RaceFailure(error)
    }
    textName = path
    origin = variants.isEmpty ? path : fileID
    programs = variants.map(\.program)
  }

  func file() throws(ScenarioFault) -> ScenarioFile {
    try ScenarioFile.load(text: text, named: textName, at: origin, programs: programs)
  }
}
