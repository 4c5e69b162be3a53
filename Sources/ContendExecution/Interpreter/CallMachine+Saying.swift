import ContendModel
import ContendPostgres

/// Which variables hold what a column of a table held, so that an id that a client is told can be told
/// from a number that only looks like it.
struct Origins {
  private var columns: [Variable: (column: String, value: Value)] = [:]
  /// What the client was told, piece by piece; the family of a piece is its column, as the server
  /// numbers it.
  private(set) var told: [DrawnState.Cell] = []

  mutating func note(_ variable: Variable, _ value: Value?, from column: String?) {
    guard let value, let column else {
      columns[variable] = nil
      return
    }
    columns[variable] = (column, value)
  }

  mutating func tell(_ template: TextTemplate, in frame: Variables) {
    for segment in template.segments {
      switch segment {
      case .text(let text): told.append(DrawnState.Cell(text))
      case .variable(let variable):
        let value = frame[variable]
        // It may have been set to something else meanwhile.
        let origin = columns[variable].flatMap { $0.value == value ? $0.column : nil }
        told.append(DrawnState.Cell(value?.text ?? "", family: origin))
      }
    }
    told.append(DrawnState.Cell("\n"))
  }
}

extension CallMachine {
  func say(_ template: TextTemplate) {
    let text = template.segments.map { segment in
      switch segment {
      case .text(let text): text
      case .variable(let variable): frame[variable]?.text ?? ""
      }
    }
    said.append(text.joined())
    origins?.tell(template, in: frame)
  }
}
