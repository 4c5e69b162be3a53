#if os(Linux)
  import ContendModel
  import CLinux
  import Glibc

  /// Waits for descriptors with epoll, for the next timer with a timerfd, for other threads with an
  /// eventfd.
  final class Poller {
    private static let capacity = 256

    /// Below 0 once it is closed, as are the others: their numbers may be somebody else's by then.
    private var epoll: Int32
    /// Other threads may be about to wake a loop that ends.
    private let wakeup: Lock<Int32>
    private var timer: Int32
    /// When the timer fires; nil if it does not.
    private var armed: Nanoseconds?
    private var timerFired = false
    private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Poller.capacity)

    init() throws(PosixError) {
      epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
      let wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
      self.wakeup = Lock(wakeup)
      timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
      guard epoll >= 0, wakeup >= 0, timer >= 0 else { throw PosixError(call: "epoll_create1") }
      for descriptor in [wakeup, timer] {
        try control(EPOLL_CTL_ADD, descriptor, EPOLLIN.rawValue, data: UInt64(UInt32(descriptor)) << 1 | 1)
      }
    }

    deinit {
      close()
      events.deallocate()
    }

    /// Gives its descriptors back; only `wake` may be called afterwards, and does nothing.
    func close() {
      wakeup.withLock { Self.close(&$0) }
      Self.close(&epoll)
      Self.close(&timer)
    }

    private static func close(_ descriptor: inout Int32) {
      if descriptor >= 0 { Glibc.close(descriptor) }
      descriptor = -1
    }

    func add(_ descriptor: Int32, handler: EventHandler) throws(PosixError) {
      try control(EPOLL_CTL_ADD, descriptor, EPOLLIN.rawValue, data: tag(handler))
    }

    func setWriteInterest(_ wanted: Bool, descriptor: Int32, handler: EventHandler) throws(PosixError) {
      let interest = EPOLLIN.rawValue | (wanted ? EPOLLOUT.rawValue : 0)
      do {
        try control(EPOLL_CTL_MOD, descriptor, interest, data: tag(handler))
      } catch {
        // While connecting, libpq may close a socket and open the next under the same number.
        guard error.code == ENOENT else { throw error }
        try control(EPOLL_CTL_ADD, descriptor, interest, data: tag(handler))
      }
    }

    func remove(_ descriptor: Int32) {
      var ignored = epoll_event()
      epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &ignored)
    }

    /// Callable from any thread.
    func wake() {
      wakeup.withLock { descriptor in
        var one: UInt64 = 1
        if descriptor >= 0 { write(descriptor, &one, 8) }
      }
    }

    /// Calls the handlers of what is ready; unless it is told not to, waits for that until `deadline`.
    ///
    /// True if the deadline has passed.
    func poll(waiting: Bool, until deadline: Nanoseconds?) -> Bool {
      if armed != deadline { arm(deadline) }
      timerFired = false
      let count = epoll_wait(epoll, events, Int32(Poller.capacity), waiting ? -1 : 0)
      for index in 0..<max(0, Int(count)) { dispatch(events[index]) }
      return timerFired
    }

    private func dispatch(_ event: epoll_event) {
      guard event.data.u64 & 1 == 0 else {
        var drained: UInt64 = 0
        let descriptor = Int32(event.data.u64 >> 1)
        read(descriptor, &drained, 8)
        if descriptor == timer {
          timerFired = true
          armed = nil
        }
        return
      }
      guard let pointer = UnsafeRawPointer(bitPattern: UInt(event.data.u64)) else { return }
      let failed = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
      Unmanaged<EventHandler>.fromOpaque(pointer).takeUnretainedValue().ready(
        readable: failed || event.events & EPOLLIN.rawValue != 0,
        writable: failed || event.events & EPOLLOUT.rawValue != 0)
    }

    /// A timerfd counts nanoseconds; the time-out of `epoll_wait` only milliseconds.
    ///
    /// Set again only when the next deadline is another one, for each setting is a system call.
    private func arm(_ deadline: Nanoseconds?) {
      var setting = itimerspec()
      if let deadline {
        // A deadline that has passed fires at once; 0 would switch the timer off.
        let ahead = Int(max(1, deadline.count - Nanoseconds.now.count))
        setting.it_value = timespec(tv_sec: ahead / 1_000_000_000, tv_nsec: ahead % 1_000_000_000)
      }
      armed = deadline
      timerfd_settime(timer, 0, &setting, nil)
    }

    private func control(
      _ operation: Int32, _ descriptor: Int32, _ interest: UInt32, data: UInt64
    ) throws(PosixError) {
      var event = epoll_event(events: interest, data: epoll_data_t(u64: data))
      guard epoll_ctl(epoll, operation, descriptor, &event) == 0 else {
        throw PosixError(call: "epoll_ctl")
      }
    }

    /// Pointers are even, so the lowest bit is free to mark the poller's own descriptors.
    private func tag(_ handler: EventHandler) -> UInt64 {
      UInt64(UInt(bitPattern: Unmanaged.passUnretained(handler).toOpaque()))
    }
  }
#endif
