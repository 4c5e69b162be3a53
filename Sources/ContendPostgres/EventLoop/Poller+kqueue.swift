#if canImport(Darwin)
  import ContendModel
  import Darwin

  /// Waits for descriptors, timers and other threads with kqueue.
  final class Poller {
    private static let capacity = 256
    private static let wakeIdentifier: UInt = 1

    /// Below 0 once it is closed: its number may be somebody else's by then.
    private var queue: Int32
    /// The queue for other threads, which may be about to wake a loop that ends.
    private let wakeup: Lock<Int32>
    private var events = [kevent](repeating: kevent(), count: Poller.capacity)

    init() throws(PosixError) {
      queue = kqueue()
      wakeup = Lock(queue)
      guard queue >= 0 else { throw PosixError(call: "kqueue") }
      try change(Self.wakeIdentifier, EVFILT_USER, EV_ADD | EV_CLEAR, handler: nil)
    }

    deinit { close() }

    /// Gives its descriptor back; only `wake` may be called afterwards, and does nothing.
    func close() {
      wakeup.withLock { descriptor in
        if descriptor >= 0 { Darwin.close(descriptor) }
        descriptor = -1
      }
      queue = -1
    }

    func add(_ descriptor: Int32, handler: EventHandler) throws(PosixError) {
      try change(UInt(descriptor), EVFILT_READ, EV_ADD, handler: handler)
    }

    func setWriteInterest(_ wanted: Bool, descriptor: Int32, handler: EventHandler) throws(PosixError) {
      try change(UInt(descriptor), EVFILT_WRITE, wanted ? EV_ADD : EV_DELETE, handler: handler)
    }

    func remove(_ descriptor: Int32) {
      try? change(UInt(descriptor), EVFILT_READ, EV_DELETE, handler: nil)
    }

    /// Callable from any thread.
    func wake() {
      var event = kevent(
        ident: Self.wakeIdentifier, filter: Int16(EVFILT_USER), flags: 0,
        fflags: UInt32(NOTE_TRIGGER), data: 0, udata: nil)
      wakeup.withLock { descriptor in
        if descriptor >= 0 { kevent(descriptor, &event, 1, nil, 0, nil) }
      }
    }

    /// Calls the handlers of what is ready; unless it is told not to, waits for that until `deadline`.
    ///
    /// True if the deadline has passed.
    func poll(waiting: Bool, until deadline: Nanoseconds?) -> Bool {
      var limit = timespec()
      if waiting, let deadline {
        let ahead = Int(max(0, deadline.count - Nanoseconds.now.count))
        limit = timespec(tv_sec: ahead / 1_000_000_000, tv_nsec: ahead % 1_000_000_000)
      }
      let isEndless = waiting && deadline == nil
      let count = kevent(queue, nil, 0, &events, Int32(Poller.capacity), isEndless ? nil : &limit)
      for event in events.prefix(max(0, Int(count))) {
        guard let pointer = event.udata else { continue }
        Unmanaged<EventHandler>.fromOpaque(pointer).takeUnretainedValue().ready(
          readable: event.filter == Int16(EVFILT_READ), writable: event.filter == Int16(EVFILT_WRITE))
      }
      return deadline.map { $0 <= .now } ?? false
    }

    private func change(
      _ identifier: UInt, _ filter: Int32, _ flags: Int32, handler: EventHandler?
    ) throws(PosixError) {
      var event = kevent(
        ident: identifier, filter: Int16(filter), flags: UInt16(flags), fflags: 0, data: 0,
        udata: handler.map { Unmanaged.passUnretained($0).toOpaque() })
      guard kevent(queue, &event, 1, nil, 0, nil) == 0 else { throw PosixError(call: "kevent") }
    }
  }
#endif
