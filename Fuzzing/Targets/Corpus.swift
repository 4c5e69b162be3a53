import ContendTestSupport
import Foundation

/// The inputs that fuzzing starts from, and those that once broke a promise.
package enum Corpus {
  /// The texts of a target's folder by their file names; the library's scenarios count among the scenarios.
  package static func files(of target: String) -> [String: String] {
    var files: [String: String] = [:]
    for folder in ["Fuzzing/Corpus/" + target] + (target == "scenario" ? ["Scenarios"] : []) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: repositoryPath(folder))) ?? []
      for name in names {
        let data = FileManager.default.contents(atPath: repositoryPath(folder + "/" + name))
        files[name] = data.map { String(decoding: $0, as: UTF8.self) }
      }
    }
    return files
  }
}
