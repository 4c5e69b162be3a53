import ContendModel
import ContendReport
import ContendTestSupport
import Foundation
import Testing

@Suite struct HTMLReportTests {
  private static let attack = "</script><img src=x onerror=alert(1)>"

  private func page(_ document: ResultDocument) -> String { HTMLReport(document).text }

  @Test(arguments: Samples.all.keys.sorted())
  func aPageIsTheGoldenFile(name: String) throws {
    let document = try #require(Samples.all[name])
    let difference = try Golden().difference(of: page(document), from: "\(name).html")
    #expect(difference == nil)
  }

  @Test(arguments: Samples.all.keys.sorted())
  func aPageRunsNothingAndAsksForNothing(name: String) throws {
    let text = page(try #require(Samples.all[name]))
    #expect(!text.contains("<script") && !text.contains("javascript:") && !text.contains(" onload="))
    #expect(text.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
    // Nothing but the empty icon is named as something to fetch.
    #expect(text.matches(of: #/ (?:src|href|action|srcset|data)="/#).count == 1)
    #expect(text.contains(#"href="data:,""#))
    #expect(!text.contains("url(") && !text.contains("@import"))
  }

  @Test func whatForeignTextHoldsIsShownAsText() {
    var document = Samples.full
    document.scenario.title = "a\u{1B}[31mb\u{0}c\u{202E}d"
    document.control.explore?.counterexample?.violated = RowSample(
      columns: [Self.attack], rows: [[Self.attack]], count: 1)
    document.control.explore?.counterexample?.steps[0].values = [Self.attack]
    document.fixes[0].reasons = [Self.attack]
    let text = page(document)
    #expect(!text.contains("<img") && !text.contains("</script"))
    #expect(text.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"))
    #expect(text.contains("a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d</title>"))
    let steering = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" }
    #expect(steering.isEmpty)
  }

  @Test(arguments: Samples.all.keys.sorted())
  func everyElementIsClosedInItsPlace(name: String) throws {
    let text = page(try #require(Samples.all[name])).replacing("<!DOCTYPE html>", with: "")
    #expect(try WellFormed.elements(of: text).get().isSuperset(of: ["html", "head", "body"]))
  }

  @Test func aTableNamesWhatItsHeadingsHead() {
    let text = page(Samples.full)
    #expect(text.matches(of: /<table>/).count == text.matches(of: /<table><caption>[^<]/).count)
    #expect(text.matches(of: /<th[ >]/).count == text.matches(of: /<th scope="(?:col|row)"/).count)
    #expect(text.matches(of: /<svg/).count == text.matches(of: /<svg[^>]*><title>[^<]/).count)
  }

  @Test func theMissedWriteTheWaitAndTheReplayCommandAreDrawn() {
    let text = page(Samples.full)
    #expect(text.contains("<title>Step 2 did not see what step 3 wrote</title>"))
    #expect(text.contains("waits for client1"))
    #expect(text.contains("stroke-dasharray=\"5 4\""))
    #expect(text.contains("contend replay lost-update --variant buggy --schedule 1.2.1.2.1.2 --seed 42"))
  }

  @Test func aHugeResultFitsAndSaysWhatIsLeftOut() throws {
    var document = Samples.full
    let long = String(repeating: "x'<&", count: 150)
    var example = Interleavings.lostUpdate
    example.steps = (0..<210).map {
      StepSection(client: $0 % 2 + 1, sql: "SELECT '\(long)' AS n\($0)", values: [long])
    }
    document.control.explore?.counterexample = example
    document.fixes = (0..<3).map { index in
      var fix = Samples.flagFirst
      fix.name = "fix\(index)"
      fix.reasons = [long, long]
      fix.explore?.counterexample = example
      return fix
    }
    let text = page(document)
    #expect(text.utf8.count <= HTMLReport.largest)
    #expect(text.contains("more steps, in the JSON result"))
    #expect(text.contains("Left out to keep the page small: "))
    #expect(
      HTMLReport(ResultList(Array(repeating: document, count: 2))).text.utf8.count <= HTMLReport.largest)
  }

  @Test func atMostTwoHundredStepsAreShown() throws {
    var document = Samples.exploreOnly
    document.control.explore?.counterexample?.steps = (0..<500).map {
      StepSection(client: $0 % 2 + 1, sql: "SELECT \($0)")
    }
    let text = page(document)
    #expect(text.contains("SELECT 199<") && !text.contains("SELECT 200<"))
    #expect(text.contains("… 300 more steps, in the JSON result"))
  }

  @Test func everyColourIsReadableOnItsGround() throws {
    let style = try #require(page(Samples.full).firstMatch(of: /<style>([^<]*)<\/style>/)).output.1
    let themes = style.matches(of: /:root\{[^}]*\}/).map { theme in
      Dictionary(
        theme.output.matches(of: /--([a-z]+):#([0-9a-f]{6})/).map {
          (String($0.output.1), String($0.output.2))
        }
      ) { first, _ in first }
    }
    #expect(themes.count == 3)
    for theme in themes {
      for ground in ["back", "panel"] {
        for ink in ["text", "faint", "good", "bad", "caution", "accent"] {
          let ratio = Self.contrast(try #require(theme[ink]), try #require(theme[ground]))
          #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
        }
      }
    }
    // Pictures carry the light theme's colours themselves.
    let light = Set(themes[0].values)
    let drawn = page(Samples.full).matches(of: #/ (?:fill|stroke)="\#([0-9a-f]{6})"/#).map {
      String($0.output.1)
    }
    #expect(Set(drawn).isSubset(of: light))
  }

  /// WCAG 2.2, relative luminance and contrast ratio.
  private static func contrast(_ one: String, _ other: String) -> Double {
    func luminance(_ color: String) -> Double {
      let number = Int(color, radix: 16) ?? 0
      let parts = [16, 8, 0].map { shift in
        let part = Double(number >> shift & 0xFF) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let pair = [luminance(one), luminance(other)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }
}
