import ContendReport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output carries results, standard error everything else.
enum Console {
  static func output(_ text: String) { _ = write(text, to: STDOUT_FILENO) }
  /// The text has no colours of its own; what it repeats of the command line or of files steers no terminal.
  static func error(_ text: String) { _ = write("contend: \(SafeText.lines(text))\n", to: STDERR_FILENO) }
  static func status(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal, or those of a printed page.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  /// False where not all could be written; `errno` says why.
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A reader that has gone, as with `| head`, wants no more.
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}
