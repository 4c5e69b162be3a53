/// How a figure grows with n, as the simplest model that describes what was measured.
package enum Growth: Hashable, Sendable {
  /// y = value
  case constant(Double)
  /// y = intercept + slope · n
  case linear(intercept: Double, slope: Double)
  /// y = intercept + perChunk · ⌈n / chunk⌉; every chunk size of the range describes the points as well.
  case chunked(intercept: Double, perChunk: Double, chunk: ClosedRange<Int>)
  /// None of these describes the points.
  case irregular

  package struct Point: Hashable, Sendable {
    package var n: Double
    package var y: Double

    package init(n: Double, y: Double) {
      self.n = n
      self.y = y
    }
  }

  /// Fewer different n than this fit everything.
  package static let leastPoints = 3

  /// By how much y rises for each further n, seen from afar; nil where no model describes the points.
  package var slope: Double? {
    switch self {
    case .constant: 0
    case .linear(_, let slope): slope
    case .chunked(_, let perChunk, let chunk): perChunk / Double(chunk.lowerBound)
    case .irregular: nil
    }
  }
}

extension Growth {
  /// A model is out of the question if it misses a point by more than this share of it, and by more
  /// than a little of the largest y.
  private static let tolerance = (ofPoint: 0.15, ofLargest: 0.02)
  /// What counts as exact, as a share of the largest y: below it, models are equally good.
  private static let resolution = 0.01

  /// The model of the points; nil with fewer than three different n.
  ///
  /// Least squares for each model; Schwarz's criterion decides between them (Ann. Statist. 6, 1978).
  /// The chunk size is searched for rather than estimated, so it counts as two parameters.
  package static func fit(_ points: [Point]) -> Growth? {
    guard Set(points.map(\.n)).count >= leastPoints else { return nil }
    let scale = points.map(\.y.magnitude).max() ?? 0
    guard scale > 0 else { return .constant(0) }
    let models = [constant(points), linear(points), chunked(points, scale: scale)].compactMap(\.self)
    return models.filter { describes($0.growth, points, scale) }
      .min { $0.score(points.count, scale) < $1.score(points.count, scale) }?.growth ?? .irregular
  }

  private static func describes(_ growth: Growth, _ points: [Point], _ scale: Double) -> Bool {
    points.allSatisfy { point in
      guard let expected = growth.value(at: point.n) else { return false }
      let limit = tolerance.ofPoint * point.y.magnitude + tolerance.ofLargest * scale
      return (point.y - expected).magnitude <= limit
    }
  }

  /// What the model says of n; nil where there is none.
  private func value(at n: Double) -> Double? {
    switch self {
    case .constant(let value): value
    case .linear(let intercept, let slope): intercept + slope * n
    case .chunked(let intercept, let perChunk, let chunk):
      intercept + perChunk * (n / Double(chunk.lowerBound)).rounded(.up)
    case .irregular: nil
    }
  }

  private struct Model {
    var growth: Growth
    var parameters: Double
    var meanSquare: Double

    func score(_ count: Int, _ scale: Double) -> Double {
      let count = Double(count)
      let floor = resolution * resolution * scale * scale
      return count * (meanSquare + floor).naturalLogarithm + parameters * count.naturalLogarithm
    }
  }

  private static func constant(_ points: [Point]) -> Model {
    let mean = points.reduce(0) { $0 + $1.y } / Double(points.count)
    let squares = points.reduce(0) { $0 + ($1.y - mean) * ($1.y - mean) }
    return Model(growth: .constant(mean), parameters: 1, meanSquare: squares / Double(points.count))
  }

  private static func linear(_ points: [Point]) -> Model {
    let line = Line(points)
    return Model(
      growth: .linear(intercept: line.intercept, slope: line.slope), parameters: 2,
      meanSquare: line.meanSquare)
  }

  private static func chunked(_ points: [Point], scale: Double) -> Model? {
    guard let largest = points.map(\.n).max(), largest >= 2, largest <= 1_000_000,
      points.allSatisfy({ $0.n >= 0 })
    else { return nil }
    var best: (line: Line, chunks: ClosedRange<Int>)?
    for chunk in chunkSizes(upTo: Int(largest)) {
      let line = Line(points.map { Point(n: ($0.n / Double(chunk)).rounded(.up), y: $0.y) })
      guard line.slope > 0 else { continue }
      let isExact = 1e-9 * scale * scale
      if let known = best, line.meanSquare > known.line.meanSquare + isExact { continue }
      if let known = best, line.meanSquare >= known.line.meanSquare - isExact {
        // Only an unbroken run of sizes is a range; sizes beyond a gap are another explanation.
        if chunk == known.chunks.upperBound + 1 { best?.chunks = known.chunks.lowerBound...chunk }
      } else {
        best = (line, chunk...chunk)
      }
    }
    return best.map {
      Model(
        growth: .chunked(intercept: $0.line.intercept, perChunk: $0.line.slope, chunk: $0.chunks),
        parameters: 4, meanSquare: $0.line.meanSquare)
    }
  }

  /// Every size up to a thousand, then in steps of about a thousandth.
  private static func chunkSizes(upTo largest: Int) -> [Int] {
    guard largest >= 2 else { return [] }
    var sizes: [Int] = []
    var size = 2
    while size <= largest {
      sizes.append(size)
      size += max(1, size / 1000)
    }
    return sizes
  }
}

/// A straight line through points by least squares.
private struct Line {
  var intercept: Double
  var slope: Double
  var meanSquare: Double

  init(_ points: [Growth.Point]) {
    let count = Double(points.count)
    let meanN = points.reduce(0) { $0 + $1.n } / count
    let meanY = points.reduce(0) { $0 + $1.y } / count
    let spread = points.reduce(0) { $0 + ($1.n - meanN) * ($1.n - meanN) }
    let common = points.reduce(0) { $0 + ($1.n - meanN) * ($1.y - meanY) }
    let slope = spread > 0 ? common / spread : 0
    let intercept = meanY - slope * meanN
    self.slope = slope
    self.intercept = intercept
    meanSquare =
      points.reduce(0) { sum, point in
        let error = point.y - intercept - slope * point.n
        return sum + error * error
      } / count
  }
}
