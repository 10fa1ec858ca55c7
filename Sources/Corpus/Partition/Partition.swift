import Plain

/// Spreads samples over clients: for each client the indices of its samples, in ascending order.
///
/// Every sample goes to exactly one client, and every client gets at least `settings.minimum`.
///
/// - Parameters:
///   - labels: the label of each sample, from 0.
///   - naturalKeys: whose each sample is, for the natural scheme; else it may be empty.
/// - Throws: when there are too few samples, or no natural clients.
public func partition(
  labels: [Int], naturalKeys: [String?], clients: Int, settings: PartitionSettings,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> [[Int]] {
  let count = try labelCount(labels)
  if settings.scheme == .natural {
    return try naturalPartition(
      naturalKeys, samples: labels.count, clients: clients, minimum: settings.minimum,
      using: &generator)
  }
  let plan = try ClientPlan.draw(
    labels: count, clients: clients, settings: settings, using: &generator)
  return try partition(labels: labels, plan: plan, minimum: settings.minimum, using: &generator)
}

/// Spreads training and held-out samples by one plan, so that a client is tested on the mixture it
/// trains on.
///
/// Held-out samples have no minimum; with the natural scheme a client tests on its own held-out
/// samples, and those of owners unknown to training are dealt out evenly.
public func partitionWithTest(
  _ dataset: Dataset, clients: Int, settings: PartitionSettings,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> (train: [[Int]], test: [[Int]]) {
  let trainLabels = dataset.train.map(\.label)
  let testLabels = dataset.test.map(\.label)
  if settings.scheme == .natural {
    return try naturalPartitionWithTest(
      dataset, clients: clients, minimum: settings.minimum, using: &generator)
  }
  let count = max(try labelCount(trainLabels), try labelCount(testLabels))
  let plan = try ClientPlan.draw(
    labels: count, clients: clients, settings: settings, using: &generator)
  let train = try partition(
    labels: trainLabels, plan: plan, minimum: settings.minimum, using: &generator)
  let test = try partition(labels: testLabels, plan: plan, minimum: 0, using: &generator)
  return (train, test)
}

/// Spreads samples by a plan.
///
/// With class priors: again and again a random client with quota left draws a class from its prior,
/// and draws anew while that class is used up (docs/methods.md,
/// "Partition over clients").
public func partition(
  labels: [Int], plan: ClientPlan, minimum: Int,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> [[Int]] {
  let quotas = try plan.quotas(total: labels.count, minimum: minimum)
  guard let priors = plan.priors else {
    var order = Array(labels.indices)
    generator.shuffle(&order)
    var start = 0
    return quotas.map { quota in
      defer { start += quota }
      return order[start..<start + quota].sorted()
    }
  }
  var pools: [[Int]] = Array(repeating: [], count: priors.first?.count ?? 0)
  for (index, label) in labels.enumerated() {
    guard pools.indices.contains(label) else {
      throw .impossiblePartition("the label \(label) is outside the plan's \(pools.count) classes")
    }
    pools[label].append(index)
  }
  for label in pools.indices { generator.shuffle(&pools[label]) }
  var open = quotas.indices.filter { quotas[$0] > 0 }
  var out = quotas.map { quota in
    var indices: [Int] = []
    indices.reserveCapacity(quota)
    return indices
  }
  while !open.isEmpty {
    let place = generator.below(open.count)
    let client = open[place]
    let label = drawClass(priors[client], pools, using: &generator)
    guard let index = pools[label].popLast() else { break }
    out[client].append(index)
    if out[client].count == quotas[client] {
      open.swapAt(place, open.count - 1)
      open.removeLast()
    }
  }
  return out.map { $0.sorted() }
}

/// A class with samples left, by a prior; drawing anew while a class is used up is drawing from the
/// rest.
private func drawClass(
  _ prior: [Double], _ pools: [[Int]], using generator: inout some RandomNumberGenerator
) -> Int {
  var total = 0.0
  for label in pools.indices where !pools[label].isEmpty { total += prior[label] }
  guard total > 0 else {
    // Only classes of no weight are left: the fullest one.
    return pools.indices.max { pools[$0].count < pools[$1].count } ?? 0
  }
  var rest = generator.uniform() * total
  var last = 0
  for label in pools.indices where !pools[label].isEmpty {
    last = label
    rest -= prior[label]
    if rest < 0 { return label }
  }
  return last
}

private func labelCount(_ labels: [Int]) throws(CorpusError) -> Int {
  guard let largest = labels.max() else { return 1 }
  guard let smallest = labels.min(), smallest >= 0, largest < 1 << 20 else {
    throw .impossiblePartition("labels must be whole numbers from 0")
  }
  return largest + 1
}
