internal import CLinux
internal import Foundation

/// A child process with a pipe as its input and files as its output.
///
/// Foundation's `Process` believes a child to run for as long as anything it started does, or anything
/// that was started at the same time.
final class ProgramProcess: @unchecked Sendable {
  // Guarded by use: only the test that started it touches it.
  let pid: pid_t
  private let input: Int32
  private var status: Int32?

  init(_ arguments: [String], environment: [String: String], output: String, errors: String) throws {
    var ends: [Int32] = [0, 0]
    #if os(Linux)
      guard pipe2(&ends, O_CLOEXEC) == 0 else { throw POSIXError(.EMFILE) }
    #else
      guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    defer { close(ends[0]) }
    input = ends[1]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let words = arguments.map { strdup($0) }
    let variables = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for copy in words + variables { free(copy) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, arguments[0], &actions, nil, words + [nil], variables + [nil])
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
    self.pid = pid
  }

  deinit {
    if status == nil {
      kill(pid, SIGKILL)
      _ = finish()
    }
  }

  func endInput(_ text: String = "") {
    let bytes = Array(text.utf8)
    if !bytes.isEmpty { _ = write(input, bytes, bytes.count) }
    close(input)
    hasEndedInput = true
  }

  private var hasEndedInput = false

  /// Waits for its end; a signal that ended it counts as the shell counts it.
  func finish() -> Int32 {
    if let status { return status }
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
    let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
    status = code
    if !hasEndedInput { close(input) }
    hasEndedInput = true
    return code
  }
}
