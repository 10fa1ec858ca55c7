import Plain

/// Spreads training and held-out samples over clients.
///
/// Every sample goes to exactly one client (of `drawn`, every held-out sample), and every client trains on at least `settings.minimum`. A client is tested
/// on the mixture that it trains on: held-out samples follow the same plan, or are dealt by class as the training
/// samples of that class were, or go to the client that owns them. They have no minimum.
///
/// - Throws: `CorpusError.impossiblePartition` when there are too few samples, classes, domains or natural clients.
public func partitionWithTest(
  _ dataset: Dataset, clients: Int, settings: PartitionSettings,
  using generator: inout some RandomNumberGenerator
) throws(CorpusError) -> Split {
  let kinds =
    settings.scheme == .feature
    ? try domains(dataset) : (train: dataset.train.map(\.label), test: dataset.test.map(\.label))
  let count = max(try labelCount(kinds.train), try labelCount(kinds.test))
  guard clients > 0 else {
    throw .impossiblePartition("\(clients) clients: at least one is needed")
  }
  switch settings.scheme {
  case .natural, .files:
    return try naturalPartitionWithTest(
      dataset, clients: clients, minimum: settings.minimum, using: &generator)
  case .shards, .pathological:
    let train =
      settings.scheme == .shards
      ? try shardPartition(kinds.train, clients: clients, settings: settings, using: &generator)
      : try classPartition(kinds.train, clients: clients, settings: settings, using: &generator)
    try requireMinimum(settings.minimum, of: train)
    return Split(
      train: train, test: dealt(kinds.test, like: train, of: kinds.train, using: &generator))
  case .drawn:
    let law = try DrawnPartition(
      labels: kinds.train, clients: clients, settings: settings, seed: generator.next())
    return law.split(heldOut: kinds.test, using: &generator)
  case .iid, .dirichlet, .quantity, .logNormal, .powerLaw, .feature:
    let plan = try ClientPlan.draw(
      labels: count, clients: clients, settings: settings, using: &generator)
    let train = try partition(
      labels: kinds.train, plan: plan, minimum: settings.minimum, using: &generator)
    let test = try partition(labels: kinds.test, plan: plan, minimum: 0, using: &generator)
    return Split(train: train, test: test)
  }
}

/// The domain of each sample as a number: what the client column names, in the order of the names; samples without one
/// are a domain too.
private func domains(_ dataset: Dataset) throws(CorpusError) -> (train: [Int], test: [Int]) {
  let names = Set((dataset.train + dataset.test).map(\.client))
  guard names.count > 1 else {
    throw .impossiblePartition(
      "feature skew mixes the domains of a column, and the data has "
        + (names.first.map { $0 == nil } ?? true ? "none" : "one")
        + ": name another column with --client-column, or take another partition")
  }
  let order = names.sorted { ($0 ?? "") < ($1 ?? "") }
  let numbers = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
  func numbered(_ samples: [Sample]) -> [Int] { samples.map { numbers[$0.client] ?? 0 } }
  return (numbered(dataset.train), numbered(dataset.test))
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
  var left = pools.map(\.count)
  var open = quotas.indices.filter { quotas[$0] > 0 }
  var out = quotas.map { quota in
    var indices: [Int] = []
    indices.reserveCapacity(quota)
    return indices
  }
  while !open.isEmpty {
    let place = generator.below(open.count)
    let client = open[place]
    let label = drawClass(priors[client], left: left, using: &generator)
    guard let index = pools[label].popLast() else { break }
    left[label] -= 1
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
///
/// - Parameter left: how many samples each class has left.
func drawClass(
  _ prior: [Double], left: [Int], using generator: inout some RandomNumberGenerator
) -> Int {
  var total = 0.0
  for label in left.indices where left[label] > 0 { total += prior[label] }
  guard total > 0 else {
    // Only classes of no weight are left: the fullest one.
    return left.indices.max { left[$0] < left[$1] } ?? 0
  }
  var rest = generator.uniform() * total
  var last = 0
  for label in left.indices where left[label] > 0 {
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
