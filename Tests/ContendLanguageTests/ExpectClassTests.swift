import ContendModel
import Testing

@testable import ContendLanguage

@Test("A fix may say the class of its own failure, beside its verdict")
func classOfAFix() throws {
  let fix = try scenario(Sample.withSection("\\fix a\n\\expect not_fixed|reduced deadlock\nSELECT 2;")).fixes
    .first
  #expect(fix?.expected == [.exactly(.notFixed), .exactly(.reduced)])
  #expect(fix?.expectedClass == .deadlock)
  #expect(
    report(Sample.withSection("\\fix a\n\\expect regressed deadlok\nSELECT 2;")) == [
      "5:19: error: 'deadlok' is not a class of anomalies"
    ])
}

@Test(
  "A part of a verdict's name leads to the verdict",
  arguments: [
    ("proved", "did you mean 'eliminated_proved'?"),
    ("statistically", "did you mean 'eliminated_statistically'?"),
    ("fixed", "did you mean 'eliminated'?"), ("maskd", "did you mean 'masked'?"),
    (
      "lost-update",
      "the class of a fix's own failure comes after its verdict: \\expect regressed lost-update"
    ),
  ])
func partOfAVerdict(word: String, hint: String) {
  #expect(
    reportWithHints(Sample.withSection("\\fix a\n\\expect \(word)\nSELECT 2;")) == [
      "5:9: error: '\(word)' is not a verdict", "hint: \(hint)",
    ])
}

@Test(
  "A part of a class's name leads to the class, a verdict in the header to the fix",
  arguments: [
    ("update", "did you mean 'lost-update'?"), ("skew", "did you mean 'read-skew' or 'write-skew'?"),
    (
      "proved",
      "a verdict such as 'eliminated_proved' is expected in a fix; the header names the class of the bug"
    ),
    (
      "not_fixed", "a verdict such as 'not_fixed' is expected in a fix; the header names the class of the bug"
    ),
  ])
func partOfAClass(word: String, hint: String) {
  #expect(
    reportWithHints(Sample.withHeader("\\expect \(word)")) == [
      "2:9: error: '\(word)' is not a class of anomalies", "hint: \(hint)",
    ])
}
