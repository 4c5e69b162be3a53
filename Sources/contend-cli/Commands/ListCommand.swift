import ArgumentParser
import ContendRuns
import ContendModel

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the scenarios of the library with their fixes.")

  func run() throws {
    for path in try Self.library() { try list(path) }
  }

  /// The paths of the library's scenarios; exits where there are none.
  static func library() throws -> [String] {
    let paths = ScenarioFile.library()
    guard !paths.isEmpty else {
      Console.error("no library found: there is no folder Scenarios here or beside the executable")
      throw ExitCode(65)
    }
    return paths
  }

  private func list(_ path: String) throws {
    do {
      let scenario = try ScenarioFile.load(path).scenario
      Console.output("\(scenario.name)  \(scenario.title)\n")
      for variant in scenario.variants where variant.kind == .fix {
        Console.output("  --fix \(variant.name)  \(variant.title)\n")
      }
    } catch {
      Console.output("\(ScenarioFile.name(of: path))  (has errors: contend check \(path))\n")
    }
  }
}

extension CompletionKind {
  /// Names of the library, and files.
  static let scenarios = CompletionKind.custom { _, _, _ in
    ScenarioFile.library().map(ScenarioFile.name)
  }
}
