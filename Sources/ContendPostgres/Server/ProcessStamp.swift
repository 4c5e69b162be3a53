#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A process as it is known after its end: its number and when it started.
struct ProcessStamp: Hashable {
  var pid: Int32
  /// Empty if the process was gone when somebody looked; then no process of its number is taken for another.
  var start: String

  /// Whether that very process still runs.
  var isAlive: Bool {
    let found = ProcessStamp.start(of: pid)
    return start.isEmpty ? found != nil : found == start
  }

  /// When the process of that number started, in the system's own terms; nil if there is none.
  static func start(of pid: Int32) -> String? {
    #if os(Linux)
      // The name in parentheses may hold anything; the start is the 22nd field, the 20th after it.
      guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = line.lastIndex(of: ")")
      else { return nil }
      let fields = line[line.index(after: end)...].split(separator: " ")
      // A zombie has ended, only nobody has noticed.
      return fields.count > 19 && fields[0] != "Z" ? String(fields[19]) : nil
    #else
      let line = try? ChildProcess.output(of: ["ps", "-o", "lstart=", "-p", String(pid)])
      return line.flatMap { $0.isEmpty ? nil : $0 }
    #endif
  }
}
