/// One column of a drawn series: the least, the greatest and the last of the values that fall into it.
public struct SeriesBucket: Sendable, Equatable {
  /// Least finite value.
  public var minimum: Double
  /// Greatest finite value.
  public var maximum: Double
  /// Last finite value.
  public var last: Double
}

/// Divides a series into at most `width` columns of consecutive values, keeping each column's extremes, so that a
/// spike never vanishes however narrow the drawing is.
///
/// - Parameters:
///   - values: the series, oldest first; nil and non-finite values are gaps.
///   - width: columns to make; when there are fewer values than columns, each value has a column of its own.
/// - Returns: at most `width` columns; nil where a column holds no finite value.
public func downsample(_ values: [Double?], width: Int) -> [SeriesBucket?] {
  guard width > 0, !values.isEmpty else { return [] }
  let columns = min(width, values.count)
  return (0..<columns).map { column in
    let start = column * values.count / columns
    let end = (column + 1) * values.count / columns
    var bucket: SeriesBucket?
    for case let value? in values[start..<end] where value.isFinite {
      guard let known = bucket else {
        bucket = SeriesBucket(minimum: value, maximum: value, last: value)
        continue
      }
      bucket = SeriesBucket(
        minimum: min(known.minimum, value), maximum: max(known.maximum, value), last: value)
    }
    return bucket
  }
}
