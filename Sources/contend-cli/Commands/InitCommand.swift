import ArgumentParser
import ContendRuns

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Create a commented scenario file.")

  @Argument(help: "The name of the scenario; the file is NAME.race.sql in this folder.")
  var name: String

  @Option(
    help: ArgumentHelp("Create it from a plain pgbench script.", valueName: "file"), completion: .file())
  var fromPgbench: String?

  @Option(
    help: ArgumentHelp("SQL that creates and fills the script's tables.", valueName: "file"),
    completion: .file())
  var setup: String?

  func validate() throws {
    if setup != nil, fromPgbench == nil { throw ValidationError("--setup requires --from-pgbench") }
  }

  func run() throws {
    do {
      let path = try Starter.write(name, pgbench: fromPgbench, setup: setup)
      Console.output("\(path)\nnext: contend check \(path) && contend prove \(path)\n")
    } catch {
      Console.error("\(error)")
      throw ExitCode(65)
    }
  }
}
