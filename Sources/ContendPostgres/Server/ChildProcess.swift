#if os(Linux)
  import CLinux
  import Glibc

  private let spawnInOwnSession = Int16(CONTEND_POSIX_SPAWN_SETSID)
#else
  import Darwin

  private let spawnInOwnSession = Int16(POSIX_SPAWN_SETSID)
#endif

/// A child in a session of its own, so that the terminal's Ctrl-C does not reach it, with pipes as
/// standard input and output.
///
/// The write end of its input exists in this process alone: when this process ends, however it
/// ends, the child reads end of file.
final class ChildProcess {
  private let pid: pid_t
  private let input: Int32
  private let output: Int32
  private var buffer: [UInt8] = []

  /// - Parameter environment: as `NAME=value`; nil is this process's own.
  init(_ arguments: [String], environment: [String]? = nil) throws(PosixError) {
    let (childInput, input) = try ChildProcess.pipe()
    let (output, childOutput) = try ChildProcess.pipe()
    self.input = input
    self.output = output
    defer {
      close(childInput)
      close(childOutput)
    }
    pid = try ChildProcess.spawn(arguments, environment, input: childInput, output: childOutput)
  }

  /// The next line the child prints, without its newline; nil at end of file. Blocks.
  func readLine() -> String? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        defer { buffer.removeSubrange(...end) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(output, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      buffer.append(contentsOf: chunk[..<count])
    }
  }

  /// Whether `readLine` would return at once.
  var hasOutput: Bool {
    var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    return !buffer.isEmpty || poll(&request, 1, 0) > 0
  }

  /// Closes the child's input, waits until it has ended and returns its exit code. Blocks.
  @discardableResult
  func finish() -> Int32 {
    close(input)
    while readLine() != nil {}
    close(output)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// What a command prints; nil unless it exits with 0.
  static func output(of arguments: [String]) throws(PosixError) -> String? {
    let child = try ChildProcess(arguments)
    var lines: [String] = []
    while let line = child.readLine() { lines.append(line) }
    return child.finish() == 0 ? lines.joined(separator: "\n") : nil
  }

  private static func pipe() throws(PosixError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Self.systemPipe(&ends) == 0 else { throw PosixError(call: "pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func systemPipe(_ ends: inout [Int32]) -> Int32 {
    #if os(Linux)
      pipe2(&ends, O_CLOEXEC)
    #else
      Darwin.pipe(&ends)
    #endif
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String]?, input: Int32, output: Int32
  ) throws(PosixError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks, as the command line does with Ctrl-C, is not the child's.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, spawnInOwnSession | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let copies = arguments.map { strdup($0) }
    let variables = (environment ?? []).map { strdup($0) }
    defer { for copy in copies + variables { free(copy) } }
    var pid: pid_t = 0
    let status =
      environment == nil
      ? posix_spawnp(&pid, arguments[0], &actions, &attributes, copies + [nil], environ)
      : posix_spawnp(&pid, arguments[0], &actions, &attributes, copies + [nil], variables + [nil])
    guard status == 0 else { throw PosixError(call: "posix_spawn \(arguments[0])", code: status) }
    return pid
  }
}
