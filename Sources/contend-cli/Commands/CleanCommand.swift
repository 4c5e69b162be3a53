import ArgumentParser
import ContendRuns

struct CleanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Remove what killed runs left behind.",
    discussion: """
      On this machine, removes the directories of embedded servers whose run has died. On the server named \
      by --database, DATABASE_URL or PG* variables, removes the databases of such runs. Runs that are still \
      alive are left alone.
      """)

  @OptionGroup(title: "Server") var server: ServerFlags

  func run() async throws {
    let count = Counter()
    do {
      try await Cleaning(server.options()).run { item in
        count.add()
        Console.output(item.keptBecause.map { "kept \(item.name): \($0)\n" } ?? "removed \(item.name)\n")
      }
    } catch {
      throw Console.report(error)
    }
    if count.isZero { Console.output("nothing to remove\n") }
  }
}
