/// Divides rows or columns by weight.
enum Shares {
  /// Parts of a total in proportion to weights, none below its least.
  ///
  /// They add up to the total, where that is not less than all that is least.
  static func parts(of total: Int, weights: [Int], least: [Int]) -> [Int] {
    var parts = least
    var free = Array(weights.indices)
    var room = total
    // Whose part would be too small has its least, and the others share the rest.
    while true {
      let weight = free.reduce(0) { $0 + weights[$1] }
      let short = free.filter { room * weights[$0] < least[$0] * weight }
      guard !short.isEmpty else { break }
      room -= short.reduce(0) { $0 + least[$1] }
      free.removeAll { short.contains($0) }
    }
    let whole = max(1, free.reduce(0) { $0 + weights[$1] })
    var (weight, used) = (0, 0)
    for index in free {
      weight += weights[index]
      let end = room * weight / whole
      (parts[index], used) = (end - used, end)
    }
    return parts
  }
}
