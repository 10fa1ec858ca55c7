/// How evenly clients are served: what there is to say of one accuracy a client.
struct ClientSpread: Equatable {
  /// Their mean, every client alike.
  let mean: Double
  /// The mean of the lowest tenth of them, rounded up to whole clients.
  let worstTenth: Double
  /// Their variance, Σ(x − mean)² / n (Li et al., ICLR 2020, arXiv 1905.10497, section 2).
  let variance: Double
  /// Jain's index, (Σx)² / (n·Σx²): from 1/n, where one client has everything, to 1, where all have the same (Jain, Chiu and
  /// Hawe, DEC-TR-301, 1984).
  let jain: Double

  /// Nil without clients.
  init?(_ accuracies: [Double]) {
    guard !accuracies.isEmpty else { return nil }
    let count = Double(accuracies.count)
    let sum = accuracies.reduce(0, +)
    let squares = accuracies.reduce(0) { $0 + $1 * $1 }
    let mean = sum / count
    let worst = accuracies.sorted().prefix((accuracies.count + 9) / 10)
    self.mean = mean
    worstTenth = worst.reduce(0, +) / Double(worst.count)
    variance = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    jain = squares > 0 ? sum * sum / (count * squares) : 1
  }
}
