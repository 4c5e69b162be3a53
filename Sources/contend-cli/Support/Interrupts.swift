import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns the first Ctrl-C, SIGTERM, SIGHUP or SIGQUIT into a request to stop, and lets the second end the process.
///
/// The embedded server's supervisor cleans up after a process that ends at once.
enum Interrupts {
  private static let received = Atomic<Int32>(0)

  /// 130, or 143 and the like, once a signal came, as the documented exit code.
  static var exitCode: Int32? {
    let signal = received.load(ordering: .acquiring)
    return signal == 0 ? nil : 128 + signal
  }

  static func forward(to stop: @escaping @Sendable () -> Void) {
    signal(SIGPIPE, SIG_IGN)
    // Under nohup a run is to outlive its terminal.
    let numbers = [SIGINT, SIGTERM, SIGQUIT] + (isIgnored(SIGHUP) ? [] : [SIGHUP])
    for number in numbers {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      // The handler holds its source, which thereby lives as long as the process.
      source.setEventHandler { [source] in
        guard !source.isCancelled, received.exchange(number, ordering: .acquiringAndReleasing) == 0 else {
          _exit(128 + number)
        }
        Console.status("\ncontend: stopping; once more ends at once\n")
        stop()
      }
      source.resume()
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #else
      return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    #endif
  }
}
