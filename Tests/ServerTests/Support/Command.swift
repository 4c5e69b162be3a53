import Foundation

struct CommandResult: Sendable {
  var exitCode: Int32 = -1
  var output = ""
  var errors = ""

  /// Everything that a user sees.
  var all: String { output + errors }
}

struct CommandFailure: Error, CustomStringConvertible {
  let result: CommandResult

  init(_ result: CommandResult) { self.result = result }

  var description: String { "exit \(result.exitCode): \(result.all)" }
}

/// A program that runs beside the test.
final class Command: @unchecked Sendable {
  // Guarded by use: only the test that started it touches it.
  private let process = Process()
  private let input = Pipe()
  private let files: [URL]

  var pid: Int32 { process.processIdentifier }

  /// Starts a program with only these variables beside those that point to programs and folders.
  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    let folder = FileManager.default.temporaryDirectory
    files = ["out", "err"].map { folder.appendingPathComponent("command-\(UUID().uuidString).\($0)") }
    for file in files { FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.executableURL = URL(fileURLWithPath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    let kept = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "XDG_CACHE_HOME"].contains($0.key)
    }
    process.environment = kept.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
  }

  deinit { for file in files { try? FileManager.default.removeItem(at: file) } }

  /// What it has printed so far.
  var output: String { (try? String(contentsOf: files[0], encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) { kill(pid, signal) }

  func endInput(_ text: String = "") {
    try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try? input.fileHandleForWriting.close()
  }

  func finish() -> CommandResult {
    process.waitUntilExit()
    let errors = (try? String(contentsOf: files[1], encoding: .utf8)) ?? ""
    return CommandResult(exitCode: process.terminationStatus, output: output, errors: errors)
  }

  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> CommandResult {
    let command = try Command(arguments, environment: environment)
    command.endInput(input)
    return command.finish()
  }
}

/// The `contend` that was built with the tests.
enum Contend {
  static let executable: String = {
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    if !FileManager.default.fileExists(atPath: folder.appendingPathComponent("contend").path) {
      folder = Bundle.main.bundleURL.deletingLastPathComponent()
    }
    return folder.appendingPathComponent("contend").path
  }()

  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandResult {
    try Command.run([executable] + arguments, environment: environment)
  }

  static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Command {
    try Command([executable] + arguments, environment: environment)
  }

  /// A short load whose result nobody cares for.
  static let briefly = ["stress", "lost-update", "--clients", "2", "--calls", "1", "--rounds", "1"]
  /// A load that goes on until it is stopped.
  static let forLong = ["stress", "lost-update", "--clients", "2", "--duration", "10min", "-q"]
}

/// Waits until something is so; false if it does not become so in time.
func eventually(within limit: Duration = .seconds(15), _ condition: () throws -> Bool) async rethrows -> Bool
{
  let deadline = ContinuousClock.now.advanced(by: limit)
  while ContinuousClock.now < deadline {
    if try condition() { return true }
    try? await Task.sleep(for: .milliseconds(50))
  }
  return false
}
