/// What the loop calls when a descriptor is ready; a class, so that an event can carry its address.
///
/// Whoever registers a handler keeps it alive until it is unregistered.
package class EventHandler {
  init() {}

  /// Must not release a handler: events of the same batch may still name it.
  func ready(readable: Bool, writable: Bool) {}

  /// Ends what it waits for with an error; the same as if the other side had gone.
  func sever() {}
}
