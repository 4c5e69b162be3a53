/// The curves as bars of eight heights, a group of columns per value.
struct SweepPlot {
  private static let bars = Array("▁▂▃▄▅▆▇█")
  private static let widestBar = 3

  private struct Picture {
    let title: String
    let ink: Ink
    /// What a full bar stands for; nil takes the largest value of all curves.
    let full: Double?
    let figure: @Sendable (StressSection) -> Double?
  }

  private static let pictures = [
    Picture(title: "failing", ink: .bad, full: 1) { $0.failureRate },
    Picture(title: "p99 ms", ink: .accent, full: nil) { $0.latency?.p99 },
    Picture(title: "statements/call", ink: .accent, full: nil) { $0.statementsPerCall },
  ]

  let sweep: SweepSection

  init(_ sweep: SweepSection) { self.sweep = sweep }

  /// As many pictures with as wide bars as there is room for.
  func lines(width: Int) -> [StyledText] {
    for count in stride(from: Self.pictures.count, to: 0, by: -1) {
      for barWidth in stride(from: Self.widestBar, to: 0, by: -1) {
        let table = table(Array(Self.pictures.prefix(count)), barWidth: barWidth)
        if table.width <= width { return table.lines(width: width) }
      }
    }
    return []
  }

  private func table(_ pictures: [Picture], barWidth: Int) -> Table {
    let full = pictures.map { picture in picture.full ?? highest(picture.figure) }
    let titles = zip(pictures, full).map { picture, full in
      "\(picture.title), 0 to \(picture.full == nil ? Figures.number(full) : Figures.percent(full))"
    }
    return Table(
      columns: [.init(title: "", shrinks: true)] + titles.map { .init(title: $0) },
      rows: sweep.curves.map { curve in
        [StyledText(curve.variant, .heading)]
          + zip(pictures, full).map { picture, full in
            // Nothing hangs over the end of a line.
            let points = picture.title == pictures.last?.title ? Self.ended(curve.points) : curve.points[...]
            return points.reduce(StyledText()) {
              $0 + bar(picture.figure($1.stress), of: full, picture.ink, width: barWidth)
            }
          }
      })
  }

  /// The points up to the last one that ran.
  private static func ended(_ points: [SweepPointSection]) -> ArraySlice<SweepPointSection> {
    points.dropLast(points.reversed().prefix { $0.stress.rounds == 0 }.count)
  }

  private func highest(_ figure: (StressSection) -> Double?) -> Double {
    sweep.curves.flatMap(\.points).compactMap { figure($0.stress) }.max() ?? 0
  }

  /// Nothing is a dot and what is unknown a blank, so that the smallest bar is something.
  private func bar(_ value: Double?, of highest: Double, _ ink: Ink, width: Int) -> StyledText {
    guard let value else { return .spaces(width) }
    guard value > 0, highest > 0 else { return StyledText(String(repeating: "·", count: width), .faint) }
    let height = min(Self.bars.count, max(1, Int((value / highest * Double(Self.bars.count)).rounded(.up))))
    return StyledText(String(repeating: Self.bars[height - 1], count: width), ink)
  }
}
