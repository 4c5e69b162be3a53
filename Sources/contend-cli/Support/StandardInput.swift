#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import Dispatch

/// Standard input as a sign of life of whoever started a command.
enum StandardInput {
  /// Somebody is there to press a key.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Calls `action` at the end of file; what is typed before is ignored.
  static func atEnd(_ action: @escaping @Sendable () -> Void) {
    // Reading a terminal in the background would stop the process.
    signal(SIGTTIN, SIG_IGN)
    DispatchQueue.global().async {
      var buffer = [UInt8](repeating: 0, count: 1024)
      while true {
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count == 0 { return action() }
        if count < 0, errno != EINTR { return }
      }
    }
  }
}
