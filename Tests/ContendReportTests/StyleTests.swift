import ContendReport
import Testing

@Suite struct StyleTests {
  struct Case: Sendable {
    let choice: ColorChoice
    let environment: [String: String]
    let isTerminal: Bool
    let usesColor: Bool
  }

  private static let cases = [
    Case(choice: .auto, environment: [:], isTerminal: true, usesColor: true),
    Case(choice: .auto, environment: [:], isTerminal: false, usesColor: false),
    Case(choice: .auto, environment: ["NO_COLOR": "1"], isTerminal: true, usesColor: false),
    Case(choice: .auto, environment: ["NO_COLOR": ""], isTerminal: true, usesColor: true),
    Case(choice: .auto, environment: ["FORCE_COLOR": "1"], isTerminal: false, usesColor: true),
    Case(choice: .auto, environment: ["FORCE_COLOR": "0"], isTerminal: true, usesColor: false),
    Case(
      choice: .auto, environment: ["NO_COLOR": "1", "FORCE_COLOR": "1"], isTerminal: true,
      usesColor: false),
    Case(choice: .auto, environment: ["TERM": "dumb"], isTerminal: true, usesColor: false),
    Case(choice: .always, environment: ["NO_COLOR": "1"], isTerminal: false, usesColor: true),
    Case(choice: .never, environment: ["FORCE_COLOR": "1"], isTerminal: true, usesColor: false),
  ]

  @Test(arguments: cases)
  func theFlagDecidesThenTheEnvironmentThenTheTerminal(example: Case) {
    let style = example.choice.style(
      environment: example.environment, isTerminal: example.isTerminal)
    #expect(style.usesColor == example.usesColor)
  }

  @Test func withoutColorThereIsNoEscape() {
    let text = TerminalReport(Samples.full, width: 100, detail: .full).text(style: .plain)
    #expect(!text.contains("\u{1B}"))
  }

  @Test func colorChangesNothingButEscapes() {
    let report = TerminalReport(Samples.full, width: 100, detail: .full)
    let colored = report.text(style: .color)
    #expect(colored.contains("\u{1B}[32m"))
    #expect(colored.replacing(/\u{1B}\[[0-9]+m/, with: "") == report.text(style: .plain))
  }
}
