import Plain

/// Sorts the samples by label, cuts them into pieces of one size, and gives each client a few of them.
func shardPartition(
  _ labels: [Int], clients: Int, settings: PartitionSettings,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> [[Int]] {
  let (pieces, overflow) = clients.multipliedReportingOverflow(by: settings.shards)
  guard settings.shards > 0, !overflow, pieces <= labels.count else {
    throw .impossiblePartition(
      "\(labels.count) samples do not make \(settings.shards) shards for each of \(clients) clients: "
        + "take fewer clients, or fewer shards (partition.shards)")
  }
  let sorted = byLabel(labels, using: &generator).joined().map(\.self)
  var deck = Array(0..<pieces)
  generator.shuffle(&deck)
  return deck.cut(into: settings.shards).map { hand in
    hand.flatMap { sorted[$0 * sorted.count / pieces..<($0 + 1) * sorted.count / pieces] }.sorted()
  }
}

/// Gives each client a few classes, each class to about as many clients as any other, and deals the samples of a class
/// evenly among the clients that have it.
func classPartition(
  _ labels: [Int], clients: Int, settings: PartitionSettings,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> [[Int]] {
  let classes = byLabel(labels, using: &generator).filter { !$0.isEmpty }
  guard settings.classes > 0, settings.classes <= classes.count else {
    throw .impossiblePartition(
      "the data has \(classes.count) classes, not \(settings.classes) for a client: "
        + "lower partition.classes")
  }
  guard clients >= (classes.count + settings.classes - 1) / settings.classes else {
    throw .impossiblePartition(
      "\(clients) clients with \(settings.classes) classes each leave some of the \(classes.count) classes "
        + "to nobody: take more clients, or raise partition.classes")
  }
  var owners: [[Int]] = Array(repeating: [], count: classes.count)
  for client in 0..<clients {
    var order = Array(classes.indices)
    generator.shuffle(&order)
    // Those that fewest clients have so far: then none is left to nobody.
    let rarest = order.enumerated().sorted {
      (owners[$0.element].count, $0.offset) < (owners[$1.element].count, $1.offset)
    }
    for (_, one) in rarest.prefix(settings.classes) { owners[one].append(client) }
  }
  var parts: [[Int]] = Array(repeating: [], count: clients)
  for (samples, owners) in zip(classes, owners) {
    for (place, client) in owners.enumerated() {
      parts[client] +=
        samples[place * samples.count / owners.count..<(place + 1) * samples.count / owners.count]
    }
  }
  return parts.map { $0.sorted() }
}

/// Deals held-out samples to the clients, those of each class in proportion to their training samples of it; those of a
/// class that nobody trains on evenly.
func dealt(
  _ labels: [Int], like train: [[Int]], of trainLabels: [Int],
  using generator: inout some RandomNumberGenerator
) -> [[Int]] {
  let pools = byLabel(labels, using: &generator)
  var counts: [[Int: Int]] = Array(repeating: [:], count: pools.count)
  for (client, part) in train.enumerated() {
    for sample in part where pools.indices.contains(trainLabels[sample]) {
      counts[trainLabels[sample]][client, default: 0] += 1
    }
  }
  var parts: [[Int]] = Array(repeating: [], count: train.count)
  for (pool, counts) in zip(pools, counts) where !pool.isEmpty {
    // In any order, so that what does not divide evenly is not always with the first.
    var clients = counts.isEmpty ? Array(train.indices) : counts.keys.sorted()
    generator.shuffle(&clients)
    let plan = ClientPlan(weights: clients.map { Double(counts[$0] ?? 1) })
    var rest = pool[...]
    for (client, quota) in zip(clients, plan.quotas(total: pool.count)) {
      parts[client] += rest.prefix(quota)
      rest = rest.dropFirst(quota)
    }
  }
  return parts.map { $0.sorted() }
}

/// Fails when a client has too few samples.
func requireMinimum(_ minimum: Int, of parts: [[Int]]) throws(CorpusError) {
  guard let client = parts.indices.min(by: { parts[$0].count < parts[$1].count }),
    parts[client].count < minimum
  else { return }
  throw .impossiblePartition(
    "client \(client) has \(parts[client].count) samples, fewer than \(minimum): take fewer clients, "
      + "or a smaller federation.minimum_samples")
}

/// The samples of each label, in random order.
private func byLabel(
  _ labels: [Int], using generator: inout some RandomNumberGenerator
) -> [[Int]] {
  var pools: [[Int]] = Array(repeating: [], count: (labels.max() ?? -1) + 1)
  for (index, label) in labels.enumerated() { pools[label].append(index) }
  for label in pools.indices { generator.shuffle(&pools[label]) }
  return pools
}
