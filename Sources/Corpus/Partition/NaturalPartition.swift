import Plain

/// What becomes of samples that are no natural client's own, and which clients' names look like mistakes; nil: nothing to say.
public func naturalNote(_ dataset: Dataset, clients: Int) -> String? {
  let owners = Set(dataset.train.compactMap(\.client))
  let strays = dataset.train.count { $0.client == nil }
  let strangers = dataset.test.count { $0.client.map { !owners.contains($0) } ?? true }
  let lines = [
    owners.count > clients
      ? "\(owners.count - clients) of the data's \(owners.count) owners, the smallest, are joined to others"
      : nil,
    strays > 0
      ? "\(strays) of \(dataset.train.count) training samples name no client and are dealt out at random"
      : nil,
    strangers > 0
      ? "\(strangers) of \(dataset.test.count) held-out samples are of no training sample's owner and are dealt out in turn"
      : nil,
    strangeNames(owners.union(dataset.test.compactMap(\.client))),
  ].compactMap(\.self)
  return lines.isEmpty ? nil : lines.joined(separator: "; ")
}

/// Names that are the same for a reader who overlooks capitals, spaces and a point behind a whole number, and such as stand
/// for none; nil: there are none.
private func strangeNames(_ owners: Set<String>) -> String? {
  let alike = Dictionary(grouping: owners) { name in
    LabelNames.whole(name)
      ?? name.lowercased().split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  let missing = owners.filter {
    LabelNames.missing.contains($0.trimming(while: \.isWhitespace).lowercased())
  }
  let lines =
    alike.prefix(3).map {
      "owners \(listed($0)) are alike but for case, spaces or a point, and count as \($0.count)"
    } + (alike.count > 3 ? ["\(alike.count - 3) more such groups"] : [])
    + (missing.isEmpty
      ? [] : ["owners are called \(listed(missing.sorted())), as missing ones are"])
  return lines.isEmpty ? nil : lines.joined(separator: "; ")
}

/// One client for each of the largest natural owners; each of the others joins, whole, the smallest client.
///
/// Held-out samples are at the client that owns them; those of owners unknown to training are dealt out evenly.
func naturalPartitionWithTest(
  _ dataset: Dataset, clients: Int, minimum: Int,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> Split {
  let (train, owners) = try naturalClients(
    dataset.train.map(\.client), samples: dataset.train.count, clients: clients,
    minimum: minimum, using: &generator)
  var test: [[Int]] = Array(repeating: [], count: clients)
  var next = 0
  for (index, sample) in dataset.test.enumerated() {
    if let owner = sample.client.flatMap({ owners[$0] }) {
      test[owner].append(index)
    } else {
      test[next % clients].append(index)
      next += 1
    }
  }
  return Split(train: train, test: test)
}

private func naturalClients(
  _ keys: [String?], samples: Int, clients: Int, minimum: Int,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> (parts: [[Int]], owners: [String: Int]) {
  var groups: [String: [Int]] = [:]
  var strays: [Int] = []
  for index in 0..<samples {
    if index < keys.count, let key = keys[index] {
      groups[key, default: []].append(index)
    } else {
      strays.append(index)
    }
  }
  guard groups.count >= clients else {
    throw .impossiblePartition(
      "the data has \(groups.count) natural clients and \(clients) are wanted: "
        + (groups.isEmpty
          ? "name their column with --client-column, or take another partition"
          : "take fewer clients or another partition"))
  }
  let order = groups.sorted { left, right in
    left.value.count == right.value.count
      ? left.key < right.key : left.value.count > right.value.count
  }
  var parts = order.prefix(clients).map(\.value)
  var owners: [String: Int] = [:]
  for (client, group) in order.prefix(clients).enumerated() { owners[group.key] = client }
  for group in order.dropFirst(clients) {
    // Ties go to the later client, whose own samples are fewer.
    let smallest = parts.indices.reversed().min { parts[$0].count < parts[$1].count } ?? 0
    parts[smallest].append(contentsOf: group.value)
    owners[group.key] = smallest
  }
  // Samples of nobody fill up clients below the minimum; what is left over is dealt out at random.
  generator.shuffle(&strays)
  for client in parts.indices.reversed() {
    while parts[client].count < minimum, let index = strays.popLast() {
      parts[client].append(index)
    }
    guard parts[client].count >= minimum else {
      throw .impossiblePartition(
        "client \(client + 1) of \(clients) natural ones has \(parts[client].count) samples, "
          + "fewer than \(minimum): take fewer clients or a smaller minimum")
    }
  }
  for index in strays { parts[generator.below(clients)].append(index) }
  return (parts.map { $0.sorted() }, owners)
}
