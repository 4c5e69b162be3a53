import ContendModel
import Testing

@testable import ContendReport

@Suite struct LayoutTests {
  @Test(arguments: Samples.all.keys.sorted(), [60, 80, 100, 140])
  func noLineIsWiderThanTheTerminalExceptCommandsToCopy(name: String, width: Int) throws {
    let document = try #require(Samples.all[name])
    for detail in [TerminalReport.Detail.brief, .normal, .full] {
      let text = TerminalReport(document, width: width, detail: detail).text(style: .plain)
      for line in text.split(separator: "\n") where !line.contains("  contend ") {
        let isCommand = line.contains("replay: contend")
        #expect(isCommand || TextWidth.of(String(line)) <= width, "\(line)")
      }
    }
  }

  @Test(arguments: Samples.all.keys.sorted())
  func noLineEndsInSpaces(name: String) throws {
    let document = try #require(Samples.all[name])
    let text = TerminalReport(document, width: 100, detail: .full).text(style: .plain)
    #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
  }

  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한글", 4), ("ｆｕ", 4), ("👩‍👩‍👧", 2), ("🇩🇪", 2),
    ("✓", 1), ("❤\u{FE0F}", 2), ("│", 1), ("\u{200B}", 0), ("", 0),
  ])
  func aCharacterTakesAsManyColumnsAsATerminalGivesIt(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test func columnsStayAlignedBesideWideNames() {
    let table = Table(
      columns: [.init(title: "name"), .init(title: "n", alignment: .right), .init(title: "end")],
      rows: [
        [StyledText("漢字"), StyledText("7"), StyledText("x")],
        [StyledText("abcdef"), StyledText("1,234"), StyledText("y")],
      ])
    #expect(
      table.lines(width: 40).map(Style.plain.paint) == [
        "name        n  end", "漢字        7  x", "abcdef  1,234  y",
      ])
  }

  @Test func aTableThatIsTooWideCutsOnlyWhatMayShrink() {
    let table = Table(
      columns: [.init(title: "name", shrinks: true), .init(title: "verdict")],
      rows: [[StyledText("a-very-long-name-indeed"), StyledText("regressed")]])
    #expect(
      table.lines(width: 20).map(Style.plain.paint) == ["name       verdict", "a-very-l…  regressed"])
  }

  @Test func cuttingAWideCharacterLeavesNoHalf() {
    #expect(StyledText("漢字漢字").truncated(to: 4) == StyledText("漢") + "…")
    #expect(StyledText("abc").truncated(to: 0).isEmpty)
    #expect(StyledText("abc").truncated(to: 3) == StyledText("abc"))
  }

  @Test func wrappingBreaksAtSpacesAndCutsOnlyWordsThatAreTooLong() {
    let lines = StyledText("one two abcdefghijkl three").wrapped(to: 7).map(Style.plain.paint)
    #expect(lines == ["one two", "abcdefg", "hijkl", "three"])
    #expect(StyledText("").wrapped(to: 10).count == 1)
    #expect(StyledText("漢字漢字").wrapped(to: 5).map(Style.plain.paint) == ["漢字", "漢字"])
  }

  @Test func inkSurvivesWrapping() {
    let line = StyledText("a b ", .bad) + StyledText("c")
    let painted = line.wrapped(to: 3).map(Style.color.paint)
    #expect(painted == ["\u{1B}[31ma b\u{1B}[0m", "c"])
  }
}

@Suite struct FiguresTests {
  @Test(arguments: [
    (0.0, "0%"), (1, "100%"), (0.8, "80%"), (0.0528, "5.3%"), (0.0031, "0.31%"), (0.999, "99.9%"),
    (0.9999, "99.9%"), (0.99, "99%"), (0.00001, "0.001%"), (0.05, "5%"),
  ])
  func aShareNeverRoundsToAllOrNone(share: Double, text: String) {
    #expect(Figures.percent(share) == text)
  }

  @Test(arguments: [
    (0.0, "0.00"), (0.424, "0.42"), (0.999, "1.00"), (8.25, "8.3"), (31.4, "31"), (1250.2, "1,250"),
  ])
  func millisecondsHaveThreeDigitsAtMost(value: Double, text: String) {
    #expect(Figures.milliseconds(value) == text)
  }

  @Test(arguments: [(1.0, "1×"), (0.042, "0.042×"), (1.34, "1.3×"), (25.2, "25×"), (0.0, "0×")])
  func factorsAreReadable(value: Double, text: String) {
    #expect(Figures.factor(value) == text)
  }

  @Test(arguments: [
    (0.048175, "0.049"), (0.05, "0.05"), (1.25, "1.3"), (2332.7, "2,333"), (.infinity, "infinity"),
  ])
  func boundsAreRoundedUp(value: Double, text: String) {
    #expect(Figures.number(value, rounding: .up) == text)
  }

  @Test(arguments: [(0.41, "0.4 s"), (12.3, "12 s"), (59.7, "1 min 00 s"), (125, "2 min 05 s")])
  func secondsReadAsTimes(value: Double, text: String) {
    #expect(Figures.seconds(value) == text)
  }

  @Test(arguments: [
    (0.1 + 0.2, "0.3"), (1e-9, "1e-09"), (123456.789, "123457"), (-2.5, "-2.5"), (1e22, "1e+22"), (0, "0"),
  ])
  func numbersInJSONHaveSixSignificantDigits(value: Double, text: String) {
    #expect(Figures.json(value) == text)
  }
}
