import Metrics

/// Totals of a run so far.
struct Totals: Equatable {
  var bytesUp = 0
  var bytesDown = 0
  var simSeconds = 0.0
  var wallSeconds = 0.0
  /// Floating-point operations; nil where a part of the run did not count them.
  var flops: Double? = 0
  var accuracy: Double?
  var accuracyGlobal: Double?
  var bestAccuracy: Double?
  /// What else the last evaluation said; see `RoundReport.metrics`.
  var metrics: [String: Double]?

  mutating func add(_ report: Initialisation) {
    bytesUp += report.bytesUp
    bytesDown += report.bytesDown
    simSeconds += report.simSeconds
    wallSeconds += report.wallSeconds
    count(report.flops)
  }

  private mutating func count(_ more: Double?) {
    flops = flops.flatMap { sum in more.map { sum + $0 } }
  }

  mutating func add(_ report: RoundReport) {
    bytesUp += report.bytesUp
    bytesDown += report.bytesDown
    simSeconds += report.simSeconds
    wallSeconds += report.wallSeconds
    count(report.flops)
    if let accuracy = report.accuracy {
      self.accuracy = accuracy
      bestAccuracy = max(bestAccuracy ?? accuracy, accuracy)
    }
    accuracyGlobal = report.accuracyGlobal ?? accuracyGlobal
    metrics = report.metrics ?? metrics
  }

  /// The totals by name, for a checkpoint.
  var numbers: [String: Double] {
    var numbers = [
      "total.bytes_up": Double(bytesUp), "total.bytes_down": Double(bytesDown),
      "total.sim_seconds": simSeconds, "total.wall_seconds": wallSeconds,
    ]
    numbers["total.flops"] = flops
    numbers["total.accuracy"] = accuracy
    numbers["total.accuracy_global"] = accuracyGlobal
    numbers["total.best_accuracy"] = bestAccuracy
    for (name, value) in metrics ?? [:] { numbers[Self.metric + name] = value }
    return numbers
  }

  private static let metric = "total.metric."

  init() {}

  /// Reads what `numbers` gave; nil when it makes no sense.
  init?(_ numbers: [String: Double]) {
    // Whole numbers are exact in a Double up to here, which leaves room to go on counting.
    let counts = 0...(1 << 53)
    guard let up = numbers["total.bytes_up"].flatMap(Int.init(exactly:)), counts.contains(up),
      let down = numbers["total.bytes_down"].flatMap(Int.init(exactly:)), counts.contains(down),
      let sim = numbers["total.sim_seconds"], sim.isFinite,
      let wall = numbers["total.wall_seconds"], wall.isFinite
    else { return nil }
    (bytesUp, bytesDown, simSeconds, wallSeconds) = (up, down, sim, wall)
    flops = numbers["total.flops"]
    accuracy = numbers["total.accuracy"]
    accuracyGlobal = numbers["total.accuracy_global"]
    bestAccuracy = numbers["total.best_accuracy"]
    let found = numbers.filter { $0.key.hasPrefix(Self.metric) }
      .map { (String($0.key.dropFirst(Self.metric.count)), $0.value) }
    metrics = found.isEmpty ? nil : Dictionary(uniqueKeysWithValues: found)
  }
}
