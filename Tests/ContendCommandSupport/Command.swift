internal import Foundation

/// What a program printed and ended with.
package struct CommandResult: Sendable {
  package var exitCode: Int32
  package var output: String
  package var errors: String

  package init(exitCode: Int32 = -1, output: String = "", errors: String = "") {
    self.exitCode = exitCode
    self.output = output
    self.errors = errors
  }

  /// Everything that a user sees.
  package var all: String { output + errors }
}

package struct CommandFailure: Error, CustomStringConvertible {
  let result: CommandResult

  package init(_ result: CommandResult) { self.result = result }

  package var description: String { "exit \(result.exitCode): \(result.all)" }
}

/// A program that runs beside the test, and at most as long.
package final class Command: Sendable {
  private let process: ProgramProcess
  private let files: [String]

  package var pid: Int32 { process.pid }

  /// Starts a program with only these variables beside those that point to programs and folders.
  package init(_ arguments: [String], environment: [String: String] = [:]) throws {
    let folder = FileManager.default.temporaryDirectory.path
    files = ["out", "err"].map { "\(folder)/command-\(UUID().uuidString).\($0)" }
    let kept = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "XDG_CACHE_HOME"].contains($0.key)
    }
    process = try ProgramProcess(
      arguments, environment: kept.merging(environment) { $1 }, output: files[0], errors: files[1])
  }

  deinit { for file in files { try? FileManager.default.removeItem(atPath: file) } }

  /// What it has printed so far.
  package var output: String { (try? String(contentsOfFile: files[0], encoding: .utf8)) ?? "" }

  /// What it has complained or told of its progress so far.
  package var errors: String { (try? String(contentsOfFile: files[1], encoding: .utf8)) ?? "" }

  /// The directories of the embedded servers that it runs, once their supervisor has signed them.
  package var serverDirectories: [String] {
    let folders = ["/dev/shm", "/tmp"]
    let directories = folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { $0.hasPrefix("contend.") }.map { "\(folder)/\($0)" }
    }
    return directories.filter {
      (try? String(contentsOfFile: "\($0)/owner", encoding: .utf8))?.contains("contend \(pid) ") == true
    }
  }

  package var serverDirectory: String? { serverDirectories.first }

  /// Whether it answers SIGINT itself by now, as the kernel has it; a signal before that just ends it.
  package var catchesInterrupts: Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
      let mask = UInt64(line.split(whereSeparator: \.isWhitespace)[1], radix: 16)
    else { return false }
    return mask >> UInt64(SIGINT - 1) & 1 == 1
  }

  package func send(_ signal: Int32) { kill(pid, signal) }

  package func endInput(_ text: String = "") { process.endInput(text) }

  package func finish() -> CommandResult {
    CommandResult(exitCode: process.finish(), output: output, errors: errors)
  }

  package static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> CommandResult {
    let command = try Command(arguments, environment: environment)
    command.endInput(input)
    return command.finish()
  }
}

/// The `contend` that was built with the tests.
package enum Contend {
  package static let executable: String = {
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    if !FileManager.default.fileExists(atPath: folder.appendingPathComponent("contend").path) {
      folder = Bundle.main.bundleURL.deletingLastPathComponent()
    }
    return folder.appendingPathComponent("contend").path
  }()

  package static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandResult
  {
    try Command.run([executable] + arguments, environment: environment)
  }

  package static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Command {
    try Command([executable] + arguments, environment: environment)
  }

  /// A short load whose result nobody cares for.
  package static let briefly = ["stress", "lost-update", "--clients", "2", "--calls", "1", "--rounds", "1"]
  /// A load that goes on until it is stopped.
  package static let forLong = ["stress", "lost-update", "--clients", "2", "--duration", "10min", "-q"]
}

/// Waits until something is so; false if it does not become so in time.
package func eventually(within limit: Duration = .seconds(15), _ condition: () throws -> Bool) async rethrows
  -> Bool
{
  let deadline = ContinuousClock.now.advanced(by: limit)
  while ContinuousClock.now < deadline {
    if try condition() { return true }
    try? await Task.sleep(for: .milliseconds(50))
  }
  return false
}
