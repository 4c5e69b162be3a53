import ArgumentParser
import ContendRuns
import ContendReport

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Explain a scenario: what goes wrong, who runs what, and what counts as a failure.")

  @Argument(
    help: "The name of a library scenario, or the path of a .race.sql file.", completion: .scenarios)
  var scenario: String

  @OptionGroup(title: "Output") var output: OutputFlags

  func run() throws {
    do {
      let file = try ScenarioFile.load(scenario)
      Console.output(
        ScenarioOutline(file.scenario, path: file.path, argument: scenario).text(
          style: output.color.outputStyle, width: Console.width))
    } catch {
      throw output.report(error)
    }
  }
}
