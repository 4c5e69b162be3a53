/// Joins the results of all shards of a run into those of one run, or says by name why not.
package enum ShardMerge {
  /// Results of one shard.
  package struct Source: Sendable {
    /// Of the file.
    package var name: String
    package var documents: [ResultDocument]

    package init(name: String, documents: [ResultDocument]) {
      self.name = name
      self.documents = documents
    }
  }

  /// The result of one scenario in one shard.
  struct Member {
    var file: String
    var document: ResultDocument
    var shard: ShardSection
  }

  /// A document for each scenario, in the order of the first source.
  package static func merged(_ sources: [Source]) throws(MergeRefusal) -> [ResultDocument] {
    var groups: [[Member]] = []
    /// By the scenario's name, and which of that name it is in its file.
    var places: [Place: Int] = [:]
    for source in sources {
      var seen: [String: Int] = [:]
      for document in source.documents {
        let name = document.scenario.name
        guard let shard = document.shard else { throw .noShard(scenario: name, file: source.name) }
        let member = Member(file: source.name, document: document, shard: shard)
        let place = Place(name: name, number: seen[name, default: 0])
        seen[name, default: 0] += 1
        if let index = places[place] {
          groups[index].append(member)
        } else {
          places[place] = groups.count
          groups.append([member])
        }
      }
    }
    guard !groups.isEmpty else { throw .nothing }
    for group in groups { try MergeCheck(group).check() }
    let all = groups[0][0].shard.scenarios
    if all != groups.count { throw .scenariosMissing(found: groups.count, of: all) }
    return groups.map { MergedScenario($0).document }
  }

  private struct Place: Hashable {
    var name: String
    var number: Int
  }
}
