package import ContendModel

extension Surface {
  /// A setting as its user writes it.
  package func name(of setting: Setting) -> String {
    switch self {
    case .terminal: Self.flag(setting)
    case .swift: Self.property(setting)
    }
  }

  private static func flag(_ setting: Setting) -> String {
    switch setting {
    case .budget: "--budget"
    case .clients: "--clients"
    case .rounds: "--rounds"
    case .fixes: "--fix"
    case .parameters: "--param"
    case .over: "--over"
    case .reduction: "--reduction"
    case .database: "--database"
    case .binaries: "--pg-bin"
    case .serverVersion: "--pg-version"
    case .serverUser: "--run-as"
    case .allowRemote: "--allow-remote"
    case .allowSuperuser: "--allow-superuser"
    }
  }

  /// What the Swift API does not offer is named as the command line has it: it can be run there.
  private static func property(_ setting: Setting) -> String {
    switch setting {
    case .budget: "settings.budget"
    case .clients: "settings.clients"
    case .rounds: "rounds"
    case .fixes: "fixes"
    case .parameters: "settings.parameters"
    case .over: "over"
    case .database: "settings.server"
    case .reduction, .binaries, .serverVersion, .serverUser, .allowRemote, .allowSuperuser:
      flag(setting)
    }
  }
}

extension Message {
  /// The text for a reader on this surface.
  package func text(on surface: Surface) -> String { text(naming: surface.name) }
}
