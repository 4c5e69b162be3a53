import ContendPostgres

/// The libpq that this process has loaded, such as `15.18`.
package var libpqVersion: String { Connection.libraryVersion }
