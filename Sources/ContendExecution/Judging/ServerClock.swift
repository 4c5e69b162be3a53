/// How the harness tells, in SQL, whether a point in time may have been read from the server's clock.
enum ServerClock {
  /// True of a column where its value is within a day of now, or finer than a millisecond.
  static func mayHaveGiven(_ column: String) -> String {
    """
    pg_catalog.abs((extract(epoch FROM pg_catalog.now()) OPERATOR(pg_catalog.-) extract(epoch FROM \(column)))) \
    OPERATOR(pg_catalog.<) 86400 OR extract(microseconds FROM \(column))::bigint \
    OPERATOR(pg_catalog.%) 1000 OPERATOR(pg_catalog.<>) 0
    """
  }
}
