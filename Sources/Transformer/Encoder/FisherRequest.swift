/// Asks a gradient pass for per-sample squared norms, and perhaps for the diagonal of the Fisher matrix.
public struct FisherRequest {
  /// Where Σᵢ gᵢⱼ² over the batch is added, `layout.count` values, or nil; gᵢ is the gradient of sample i's own loss.
  public var diagonal: UnsafeMutablePointer<Float>?

  /// Squared norms always, the diagonal if there is a place for it.
  public init(diagonal: UnsafeMutablePointer<Float>? = nil) {
    self.diagonal = diagonal
  }
}

/// A loss on the pooled vectors, added to the classification loss (docs/methods.md, "moon").
///
/// It gets the pooled vectors [count, d], adds the gradient of its mean over the batch to `dPooled`, and returns that mean.
public typealias PooledLoss = (
  _ pooled: UnsafePointer<Float>, _ count: Int, _ dPooled: UnsafeMutablePointer<Float>
) -> Double
