/// The distances of two tokens as MPNet tells them apart (Song and others 2020, arXiv 2004.09297; the buckets are T5's).
///
/// There are 32 buckets, whatever `config.json` says of their number: 16 for keys at or before the query, 16 for those
/// behind it. Of each 16 the first half are single distances and the others ranges that grow with the distance.
enum RelativePositions {
  /// Number of buckets.
  static let buckets = 32

  /// The first distances of the buckets that hold more than one.
  private static let ranges: [8 of Int] = [8, 12, 16, 23, 32, 46, 64, 91]

  /// The bucket of a key `distance` places behind its query; negative: before it.
  static func bucket(of distance: Int) -> Int {
    let half = distance > 0 ? buckets / 2 : 0
    let length = abs(distance)
    guard length >= ranges[0] else { return half + length }
    var range = 0
    while range + 1 < ranges.count, ranges[range + 1] <= length { range += 1 }
    return half + ranges.count + range
  }
}
