import ContendModel
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One thread that waits for sockets and timers and runs Swift tasks between the waits.
///
/// A task that prefers this executor and the connections it uses live on the same thread, so a
/// statement costs one send, one suspension and one resume, and no lock. A client is a child task
/// with this executor as its preference:
///
///     group.addTask(executorPreference: loop) { await client.run() }
///
/// All ready events are drained first, then the jobs they made ready run. A connection is closed
/// only by a job, never while events are drained, so no event ever finds its handler gone.
///
/// `@unchecked Sendable`: everything but `inbox`, `isSleeping` and `isStopped` is touched on the
/// loop's own thread alone.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
  private let poller: Poller
  private let inbox = Lock<[UnownedJob]>([])
  private let isSleeping = Atomic<Bool>(false)
  private let isStopped = Atomic<Bool>(false)
  /// The loop's own thread; 0 until it runs.
  private let thread = Atomic<UInt>(0)

  /// Jobs enqueued on the loop's thread itself: no lock, no wake-up.
  private var ready: [UnownedJob] = []
  private var running: [UnownedJob] = []
  private var timers = TimerQueue()
  /// Nothing is begun any more either.
  private(set) var isSevered = false
  /// Every handler there is.
  private let severable = Lock<[ObjectIdentifier: Reference]>([:])

  /// Starts the thread.
  package init() throws(PosixError) {
    poller = try Poller()
    ready.reserveCapacity(256)
    running.reserveCapacity(256)
    let box = Unmanaged.passRetained(self)
    let status = spawnThread(box.toOpaque())
    guard status == 0 else {
      box.release()
      throw PosixError(call: "pthread_create", code: status)
    }
  }

  /// Ends the thread once the jobs it has are done; nothing may use the loop afterwards.
  package func stop() {
    isStopped.store(true, ordering: .releasing)
    poller.wake()
  }

  /// Whether the caller runs on this loop's thread, where its connections may be touched.
  package var isCurrent: Bool { thread.load(ordering: .relaxed) == EventLoop.currentThread }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isCurrent {
      ready.append(job)
      return
    }
    inbox.withLock { $0.append(job) }
    // A loop that is not asleep looks into the inbox before it goes to sleep.
    if isSleeping.load(ordering: .sequentiallyConsistent) { poller.wake() }
  }

  /// Suspends the calling task, which must run on this loop.
  package func sleep(until deadline: ContinuousClock.Instant) async {
    await withUnsafeContinuation { continuation in
      _ = timers.add(at: Nanoseconds(deadline)) { continuation.resume() }
    }
  }

  package func sleep(for duration: Duration) async {
    await sleep(until: ContinuousClock.now.advanced(by: duration))
  }

  /// Calls `action` on the loop at `deadline`, unless the returned token is cancelled before.
  package func schedule(at deadline: ContinuousClock.Instant, _ action: @escaping () -> Void) -> TimerToken {
    timers.add(at: Nanoseconds(deadline), action)
  }

  package func cancel(_ token: TimerToken) { timers.cancel(token) }

  /// Ends every wait for a server with an error; callable from any thread.
  package func sever() {
    Task(executorPreference: self) { [self] in
      isSevered = true
      severable.withLock { for reference in $0.values { reference.handler.takeUnretainedValue().sever() } }
    }
  }

  func add(severable handler: EventHandler) {
    let (id, reference) = (ObjectIdentifier(handler), Reference(handler: .passUnretained(handler)))
    severable.withLock { $0[id] = reference }
  }

  /// `@unchecked Sendable`: what it names is touched on the loop's thread alone.
  private struct Reference: @unchecked Sendable {
    var handler: Unmanaged<EventHandler>
  }

  func remove(severable handler: EventHandler) {
    let id = ObjectIdentifier(handler)
    severable.withLock { _ = $0.removeValue(forKey: id) }
  }

  func register(_ handler: EventHandler, descriptor: Int32) throws(PosixError) {
    try poller.add(descriptor, handler: handler)
  }

  func setWriteInterest(_ wanted: Bool, descriptor: Int32, handler: EventHandler) throws(PosixError) {
    try poller.setWriteInterest(wanted, descriptor: descriptor, handler: handler)
  }

  func unregister(descriptor: Int32) { poller.remove(descriptor) }
}

// MARK: - The loop

extension EventLoop {
  fileprivate func run() {
    thread.store(EventLoop.currentThread, ordering: .relaxed)
    while true {
      takeInbox()
      runReadyJobs()
      if isStopped.load(ordering: .acquiring), ready.isEmpty { break }
      if wait() {
        for action in timers.takeDue(now: .now) { action() }
      }
    }
    // What refers to the loop may live as long as the process; its descriptors must not.
    poller.close()
  }

  private func takeInbox() {
    inbox.withLock { inbox in
      guard !inbox.isEmpty else { return }
      ready.append(contentsOf: inbox)
      inbox.removeAll(keepingCapacity: true)
    }
  }

  /// Runs the jobs that are ready now; those they enqueue wait for the next turn, so that a chain
  /// of jobs cannot starve the sockets.
  private func runReadyJobs() {
    swap(&ready, &running)
    for job in running { job.runSynchronously(on: asUnownedTaskExecutor()) }
    running.removeAll(keepingCapacity: true)
  }

  /// True if a timer is due.
  private func wait() -> Bool {
    guard ready.isEmpty else { return poller.poll(waiting: false, until: timers.next) }
    isSleeping.store(true, ordering: .sequentiallyConsistent)
    defer { isSleeping.store(false, ordering: .sequentiallyConsistent) }
    let hasMail = inbox.withLock { !$0.isEmpty } || isStopped.load(ordering: .acquiring)
    return poller.poll(waiting: !hasMail, until: timers.next)
  }
}

/// Starts a detached thread that runs the loop `argument` retains.
private func spawnThread(_ argument: UnsafeMutableRawPointer) -> Int32 {
  #if canImport(Glibc)
    var handle = pthread_t()
  #else
    var handle: pthread_t?
  #endif
  let status = pthread_create(&handle, nil, { startLoop($0) }, argument)
  #if canImport(Glibc)
    if status == 0 { pthread_detach(handle) }
  #else
    if status == 0, let handle { pthread_detach(handle) }
  #endif
  return status
}

#if canImport(Glibc)
  private func startLoop(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
  }

  extension EventLoop {
    /// Tells threads apart.
    package static var currentThread: UInt { UInt(pthread_self()) }
  }
#else
  private func startLoop(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }

  extension EventLoop {
    /// Tells threads apart.
    package static var currentThread: UInt { UInt(bitPattern: pthread_self()) }
  }
#endif
