import ContendModel
import Testing

@testable import ContendLanguage

/// A directive at a place where it does not belong.
struct Misplacement: Sendable, CustomTestStringConvertible {
  let directive: Directive
  let place: Place

  static let all = Directive.all.flatMap { directive in
    Place.everywhere.filter { !directive.places.contains($0) }.map {
      Misplacement(directive: directive, place: $0)
    }
  }

  /// The directive's line is the fourth one.
  var text: String {
    let line = "\\\(directive.name)"
    let buggy = "\\variant buggy\nSELECT 1;"
    return switch place {
    case .header: "\\scenario s\n\n\n\(line)\n\(buggy)"
    case .setup: "\\scenario s\n\n\\setup\n\(line)\n\(buggy)"
    case .body: "\\scenario s\n\n\\variant buggy\n\(line)\nSELECT 1;"
    case .migration: "\\scenario s\n\\variant buggy\n\\migration\n\(line)\n\\endmigration\nSELECT 1;"
    case .finally: "\\scenario s\n\n\\finally\n\(line)\n\\endfinally\n\(buggy)"
    case .invariant: "\\scenario s\n\n\\invariant i\n\(line)\nSELECT 1;\n\(buggy)"
    }
  }

  var placeName: String {
    switch place {
    case .header: "the header"
    case .body: "a body"
    case .invariant: "an '\\invariant' section"
    case .setup, .migration, .finally: place.description
    }
  }

  var testDescription: String { "\\\(directive.name) in \(placeName)" }
}

@Test("A directive in the wrong place is told the right ones", arguments: Misplacement.all)
func misplaced(_ misplacement: Misplacement) {
  let diagnostics = parse(misplacement.text).diagnostics.filter { $0.location.line == 4 }
  let name = misplacement.directive.name
  #expect(
    diagnostics.map(\.short) == ["4:1: error: '\\\(name)' cannot stand in \(misplacement.placeName)"],
    "\(parse(misplacement.text).diagnostics.map(\.short))")
  let places = misplacement.directive.places.map(\.description).joined(separator: ", or in ")
  #expect(diagnostics.map(\.hint) == ["it belongs in \(places)"])
}
