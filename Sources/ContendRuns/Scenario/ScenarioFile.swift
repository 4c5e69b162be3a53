package import ContendModel
package import ContendLanguage

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A scenario that was read, checked and can be run.
package struct ScenarioFile: Sendable {
  package var scenario: Scenario
  /// As the user reaches it.
  package var path: String
  package var text: String
  package var warnings: [Diagnostic]
  /// The profile that is in force.
  package private(set) var profile: String?

  package static let ending = ".race.sql"

  /// Reads a scenario by the name of a library scenario or by its path.
  ///
  /// Throws `ScenarioFault.notFound`, or `.invalid` with all that is wrong.
  package static func load(_ nameOrPath: String) throws(ScenarioFault) -> ScenarioFile {
    let path = try locate(nameOrPath)
    return try load(text: try read(path), named: path, at: path)
  }

  /// Reads a text, with the bodies in Swift that it leaves out.
  ///
  /// - Parameters:
  ///   - name: what locations in the text are reported with.
  ///   - path: where its user finds it.
  /// Throws `ScenarioFault.invalid` with all that is wrong.
  package static func load(
    text: String, named name: String, at path: String, programs: [GivenProgram] = []
  ) throws(ScenarioFault) -> ScenarioFile {
    let result = parse(text, path: name, programs: programs)
    guard let scenario = result.scenario else { throw .invalid(result.diagnostics) }
    return ScenarioFile(scenario: scenario, path: path, text: text, warnings: result.diagnostics)
  }

  /// Everything that is wrong or doubtful, without running anything.
  package static func check(_ nameOrPath: String) throws(ScenarioFault) -> [Diagnostic] {
    let path = try locate(nameOrPath)
    return parse(try read(path), path: path).diagnostics
  }

  /// A file itself; of a folder the scenarios in it and below, by name.
  package static func files(at path: String) -> [String] {
    guard isFolder(path) else { return [path] }
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
  }

  package static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// The path of a file that a scenario includes; throws where links lead it out of the scenario's folder.
  private static func included(_ name: String, in folder: String) throws -> String {
    let path = folder.isEmpty ? name : "\(folder)/\(name)"
    guard let real = realPath(path), let home = realPath(folder.isEmpty ? "." : folder) else { return path }
    guard real.hasPrefix(home == "/" ? home : home + "/") else { throw LinkOutside() }
    return real
  }

  private struct LinkOutside: Error, CustomStringConvertible {
    let description = "a link leads out of the scenario's folder"
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The paths of the scenarios in the library, by name.
  package static func library() -> [String] {
    libraryFolders.lazy.map(scenarioFiles).first { !$0.isEmpty } ?? []
  }

  /// The scenario with parameters as `--param` gives them; a value has the type of the one it replaces.
  package func overriding(_ parameters: [(name: String, value: String)]) throws(ScenarioFault) -> ScenarioFile
  {
    var file = self
    for (name, text) in parameters {
      let known = scenario.parameters.map { scenario.symbols[$0.variable] }
      guard let index = known.firstIndex(of: name) else { throw .noParameter(name, known: known) }
      let old = file.scenario.parameters[index].value
      guard let value = old.replacement(text) else { throw .wrongValue(name, text, expected: old.kind) }
      if file.scenario.poolParameters.contains(file.scenario.parameters[index].variable),
        PoolSize.of(value) == nil
      {
        throw .wrongValue(name, text, expected: "the size of a pool")
      }
      file.scenario.parameters[index].value = value
    }
    file.scenario.sizePools()
    return file
  }

  /// The scenario with the values of a profile; nil changes nothing.
  package func applying(profile name: String?) throws(ScenarioFault) -> ScenarioFile {
    guard let name else { return self }
    guard let profile = scenario.profiles.first(where: { $0.name == name }) else {
      throw .noProfile(name, known: scenario.profiles.map(\.name))
    }
    var file = self
    file.profile = name
    for index in file.scenario.parameters.indices {
      let variable = file.scenario.parameters[index].variable
      if let value = profile.parameters[variable] { file.scenario.parameters[index].value = value }
    }
    file.scenario.sizePools()
    file.scenario.load.clients = profile.clients ?? scenario.load.clients
    file.scenario.load.calls = profile.calls ?? scenario.load.calls
    return file
  }

  /// Runs a command on the scenario as the options want it: tells what is doubtful first, and shows
  /// the line of what comes up in the run.
  func run<Result>(
    _ options: RunOptions, _ body: (ScenarioFile) async throws -> Result
  ) async throws -> Result {
    let file = try applying(profile: options.profile).overriding(options.parameters)
    if !warnings.isEmpty { options.warn(warnings) }
    do {
      return try await body(file)
    } catch let diagnostic as Diagnostic {
      throw ScenarioFault.invalid([file.located(diagnostic)])
    }
  }

  /// Throws `ScenarioFault.noVariant` with those that there are.
  func variant(named name: String) throws(ScenarioFault) -> Variant {
    guard let variant = scenario.variant(named: name) else {
      throw .noVariant(name, known: scenario.variants.map(\.name))
    }
    return variant
  }

  /// A diagnostic that came up in a run, with its line of the file.
  package func located(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.excerpt == nil, diagnostic.location.file == textName else { return diagnostic }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(diagnostic.location.line - 1) else { return diagnostic }
    var located = diagnostic
    located.excerpt = String(lines[diagnostic.location.line - 1])
    return located
  }

  /// As locations in its text name it: a scenario with programs in Swift is reached elsewhere.
  private var textName: String { scenario.location.file }

  static func parse(_ text: String, path: String, programs: [GivenProgram] = []) -> ParseResult {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    return ScenarioParser.parse(text: text, file: path, programs: programs) { name in
      try String(contentsOfFile: included(name, in: folder), encoding: .utf8)
    }
  }

  package static func read(_ path: String) throws(ScenarioFault) -> String {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
    guard let text = String(bytes: data, encoding: .utf8) else {
      let byte = firstInvalidByte(Array(data))
      throw .notText(path, byte: byte, line: data.prefix(byte).count { $0 == UInt8(ascii: "\n") } + 1)
    }
    return text
  }

  /// The offset of the first byte that does not continue UTF-8 text.
  static func firstInvalidByte(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return min(offset, max(0, bytes.count - 1))
  }

  private static func locate(_ nameOrPath: String) throws(ScenarioFault) -> String {
    if FileManager.default.fileExists(atPath: nameOrPath) { return nameOrPath }
    let known = library()
    if let path = known.first(where: { name(of: $0) == nameOrPath }) { return path }
    throw .notFound(nameOrPath, nearest: nearest(to: nameOrPath, among: known), known: known.map(name))
  }

  /// The file in the same folder, or else the name in the library, that was perhaps meant.
  private static func nearest(to nameOrPath: String, among library: [String]) -> String? {
    let folder = nameOrPath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .map { $0 + "/" }.joined()
    let word = name(of: nameOrPath)
    func nearest(among names: [String]) -> String? {
      if names.contains(word) { return word }
      // A slip in the ending is found by the whole name.
      return Suggestion.nearest(to: word, among: names)
        ?? Suggestion.nearest(to: word, among: names.map { $0 + ending }).map(name)
    }
    let files = scenarioFiles(in: folder.isEmpty ? "." : folder).map(name)
    return nearest(among: files).map { folder + $0 + ending } ?? nearest(among: library.map(name))
  }

  package static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(ending) ? String(file.dropLast(ending.count)) : file
  }

  /// `Scenarios` of the working folder, else beside the executable or above it, as in a checkout.
  private static var libraryFolders: [String] {
    var folders = ["Scenarios"]
    var parent = Array(executablePath.split(separator: "/").dropLast())
    while !parent.isEmpty {
      folders.append("/" + parent.joined(separator: "/") + "/Scenarios")
      folders.append("/" + parent.joined(separator: "/") + "/share/contend/Scenarios")
      parent.removeLast()
    }
    return folders
  }

  private static var executablePath: String {
    let path = CommandLine.arguments.first ?? ""
    #if os(Linux)
      return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? path
    #else
      return path
    #endif
  }

  private static func scenarioFiles(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
  }
}

extension Value {
  /// The value that a text on the command line stands for in place of this one: strings as they are,
  /// others as the language writes them; nil if it is of another kind.
  func replacement(_ text: String) -> Value? {
    if case .string(_, let type) = self { return .string(text, type: type) }
    guard let value = constantValue(of: text) else { return nil }
    switch (self, value) {
    case (.decimal, .integer(let number)): return .decimal(Decimal(number))
    case (.null, _): return value
    default: return value.kind == kind ? value : nil
    }
  }
}
